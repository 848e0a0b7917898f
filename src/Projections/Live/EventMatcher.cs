using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Platform.Contracts.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Live;

/// <summary>Whether an event is one that a question asks for: the same conditions as in the exploration store, in memory.</summary>
public static class EventMatcher
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, Func<IVisitorEvent, string?>> Known =
        new(EventColumns.Text.Select(column => KeyValuePair.Create(column.Name, column.Value)))
        {
            ["event"] = e => e.Name,
            ["visitor_id"] = e => e.Origin.VisitorId,
            ["path"] = e => e.Context.Page?.Path,
            ["url"] = e => e.Context.Page?.Url,
            ["title"] = e => e.Context.Page?.Title,
            ["host"] = e => e.Context.Page?.Host,
        };

    /// <summary>Whether name and filters hold.</summary>
    public static bool Holds(EventMatch match, IVisitorEvent happened) =>
        (match.Name == "*" || match.Name == happened.Name) && Holds(match.Filters, happened);

    /// <summary>Whether all filters hold.</summary>
    public static bool Holds(IReadOnlyList<PropertyFilter> filters, IVisitorEvent happened) => filters.All(filter => Holds(filter, happened));

    /// <summary>The text of a property of the event; null where it is missing.</summary>
    public static string? Value(string property, IVisitorEvent happened) =>
        Known.TryGetValue(property, out var known) ? known(happened) : Property(happened.Properties, property);

    private static bool Holds(PropertyFilter filter, IVisitorEvent happened)
    {
        var value = Value(filter.Property, happened);
        return filter.Operator switch
        {
            FilterOperator.Equals => value is not null && filter.Values.Contains(value),
            FilterOperator.NotEquals => value is null || !filter.Values.Contains(value),
            FilterOperator.Contains => value is not null && filter.Values.Any(text => value.Contains(text, StringComparison.OrdinalIgnoreCase)),
            FilterOperator.NotContains => value is null || !filter.Values.Any(text => value.Contains(text, StringComparison.OrdinalIgnoreCase)),
            FilterOperator.StartsWith => value is not null && filter.Values.Any(text => value.StartsWith(text, StringComparison.Ordinal)),
            FilterOperator.Matches => value is not null && filter.Values.Any(text => Regex.IsMatch(value, text, RegexOptions.NonBacktracking, RegexLimit)),
            FilterOperator.Greater => Compare(value, filter) > 0,
            FilterOperator.Less => Compare(value, filter) < 0,
            FilterOperator.GreaterOrEqual => Compare(value, filter) >= 0,
            FilterOperator.LessOrEqual => Compare(value, filter) <= 0,
            FilterOperator.IsSet => value is not null,
            FilterOperator.IsNotSet => value is null,
            _ => false,
        };
    }

    private static int? Compare(string? value, PropertyFilter filter) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
        && filter.Values is [var text, ..] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : null;

    private static string? Property(JsonElement properties, string path)
    {
        var value = properties;
        foreach (var key in (path.StartsWith("properties.", StringComparison.Ordinal) ? path["properties.".Length..] : path).Split('.'))
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToString(),
        };
    }
}
