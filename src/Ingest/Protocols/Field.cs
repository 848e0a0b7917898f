using System.Globalization;
using System.Text.Json;

namespace Platform.Ingest.Protocols;

/// <summary>Typed access to optional fields; a <see cref="FormatException"/> says what to send instead of a wrong type.</summary>
internal static class Field
{
    public static JsonElement Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : default;

    public static string? Text(JsonElement parent, string name) => Get(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new FormatException($"'{name}' must be text."),
    };

    /// <summary>An id: text, or a number taken as its digits; empty means none.</summary>
    public static string? Id(JsonElement parent, string name) => Get(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } id ? id : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new FormatException($"'{name}' must be text."),
    };

    public static DateTimeOffset? Time(JsonElement parent, string name) => Get(parent, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(
            text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => throw new FormatException($"'{name}' must be an ISO 8601 time such as 2026-01-31T12:00:00.000Z."),
    };

    private static JsonElement? Get(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;
}
