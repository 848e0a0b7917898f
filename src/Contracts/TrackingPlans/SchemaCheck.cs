using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Platform.Contracts.TrackingPlans;

/// <summary>A property that is not as planned.</summary>
/// <param name="Property">Its path, as "items.price"; empty for the properties as a whole.</param>
/// <param name="Expected">What the plan says, in few words.</param>
/// <param name="Found">What came instead, in few words.</param>
public sealed record Violation(string Property, string Expected, string Found);

/// <summary>Compares values with a schema.</summary>
public static class SchemaCheck
{
    /// <summary>What stands for <see cref="Violation.Expected"/> where a property must be there.</summary>
    public const string Required = "required";

    /// <summary>What stands for <see cref="Violation.Expected"/> where a property must not be there.</summary>
    public const string NotPlanned = "not planned";

    private const int Most = 20;
    private const int LongestValue = 40;

    /// <summary>What of the value is not as planned, each once; at most twenty of it.</summary>
    public static IReadOnlyList<Violation> Run(PropertySchema schema, JsonElement value)
    {
        List<Violation>? found = null;
        Check(schema, value, "", ref found);
        return found ?? (IReadOnlyList<Violation>)[];
    }

    private static void Check(PropertySchema schema, JsonElement value, string path, ref List<Violation>? found)
    {
        if (Problem(schema, value) is { } expected)
        {
            Add(path, expected, Describe(value), ref found);
            return;
        }
        if (value.ValueKind == JsonValueKind.Object)
            CheckMembers(schema, value, path, ref found);
        if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items)
            foreach (var item in value.EnumerateArray())
                Check(items, item, path, ref found);
    }

    private static void CheckMembers(PropertySchema schema, JsonElement value, string path, ref List<Violation>? found)
    {
        foreach (var name in schema.Required)
            if (!value.TryGetProperty(name, out _))
                Add(Join(path, name), Required, "missing", ref found);
        if (schema is { Additional: true, Properties.Count: 0 })
            return;
        foreach (var member in value.EnumerateObject())
            if (schema.Properties.TryGetValue(member.Name, out var known))
                Check(known, member.Value, Join(path, member.Name), ref found);
            else if (!schema.Additional)
                Add(Join(path, member.Name), NotPlanned, Describe(member.Value), ref found);
    }

    // Twenty elements of a list may all be wrong in the same way.
    private static void Add(string path, string expected, string came, ref List<Violation>? found)
    {
        found ??= [];
        if (found.Count < Most && !found.Exists(known => known.Property == path && known.Expected == expected))
            found.Add(new Violation(path, expected, came));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string? Problem(PropertySchema schema, JsonElement value)
    {
        if (schema.Types is { } types && !Is(types, value))
            return string.Join(" or ", types);
        if (schema.Values is { } values && !values.Any(one => JsonElement.DeepEquals(one, value)))
            return "one of " + string.Join(", ", values.Take(10).Select(one => one.ToString()));
        return value.ValueKind switch
        {
            JsonValueKind.Number => Number(schema, value.GetDouble()),
            JsonValueKind.String => Text(schema, value.GetString()!),
            _ => null,
        };
    }

    private static bool Is(IReadOnlyList<string> types, JsonElement value)
    {
        foreach (var type in types)
            if (Is(type, value))
                return true;
        return false;
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static string? Number(PropertySchema schema, double number) => schema switch
    {
        { Minimum: { } least } when number < least => string.Create(CultureInfo.InvariantCulture, $"at least {least}"),
        { Maximum: { } most } when number > most => string.Create(CultureInfo.InvariantCulture, $"at most {most}"),
        _ => null,
    };

    private static string? Text(PropertySchema schema, string text)
    {
        if (schema.MinLength is { } least && Length(text) < least)
            return $"at least {least} characters";
        if (schema.MaxLength is { } most && Length(text) > most)
            return $"at most {most} characters";
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            return $"text that matches {pattern}";
        return schema.Format is { } format && !TextFormat.Has(format, text) ? $"text of the format {format}" : null;
    }

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
            length++;
        return length;
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{Cut(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {Cut(value.GetRawText())}",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Cut(string text)
    {
        if (text.Length <= LongestValue)
            return text;
        var end = char.IsHighSurrogate(text[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
