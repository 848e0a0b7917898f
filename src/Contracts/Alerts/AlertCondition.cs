using System.Globalization;

namespace Platform.Contracts.Alerts;

/// <summary>What a figure has to be for an alert, such as <c>&lt; 10</c>, <c>&gt;= 1,500</c> or, of a share, <c>&lt; 2.5 %</c>.</summary>
public sealed record AlertCondition(string Operator, double Bound)
{
    private static readonly string[] Operators = [">=", "<=", ">", "<"];

    /// <summary>Reads one.</summary>
    /// <returns>The condition, or what is wrong with the text.</returns>
    public static (AlertCondition? Condition, string? Problem) Parse(string text)
    {
        var trimmed = text.Trim().Replace("≥", ">=", StringComparison.Ordinal).Replace("≤", "<=", StringComparison.Ordinal);
        var sign = Operators.FirstOrDefault(sign => trimmed.StartsWith(sign, StringComparison.Ordinal));
        var number = trimmed[(sign?.Length ?? 0)..].Trim();
        var (share, digits) = (number.EndsWith('%'), number.TrimEnd('%', ' ', '\u00a0'));
        if (sign is null || !double.TryParse(digits, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var bound) || !double.IsFinite(bound))
            return (null, $"The condition '{text}' cannot be read; write <, <=, > or >= and a number, such as '< 10' or '> 2.5 %'.");
        return (new AlertCondition(sign, share ? bound / 100 : bound), null);
    }

    /// <summary>Whether the figure is what it has to be.</summary>
    public bool Holds(double figure) => Operator switch
    {
        ">" => figure > Bound,
        ">=" => figure >= Bound,
        "<" => figure < Bound,
        _ => figure <= Bound,
    };
}
