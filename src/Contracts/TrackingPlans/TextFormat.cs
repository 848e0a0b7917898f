using System.Globalization;

namespace Platform.Contracts.TrackingPlans;

/// <summary>The formats of text that a schema may ask for, as JSON Schema defines them.</summary>
internal static class TextFormat
{
    public static readonly string[] Known = ["date-time", "date", "email", "uri", "uuid"];

    public static bool Has(string format, string text) => format switch
    {
        "date-time" => IsMoment(text),
        "date" => IsDate(text),
        "email" => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace),
        "uri" => text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase),
        _ => Guid.TryParseExact(text, "D", out _),
    };

    private static bool IsDate(ReadOnlySpan<char> text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // RFC 3339: a date, a time to the second at least, and the offset from UTC.
    private static bool IsMoment(string text) =>
        text.Length >= 20 && IsDate(text.AsSpan(0, 10)) && text[10] is 'T' or 't'
        && (text[^1] is 'Z' or 'z' || (text[^6] is '+' or '-' && text[^3] == ':'))
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
