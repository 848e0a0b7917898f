using System.Globalization;
using System.Text;
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

    /// <summary>Descriptive text, or a number's digits: of another type it is left out rather than costing the event.</summary>
    public static string? Loose(JsonElement parent, string name) => Get(parent, name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } given => given,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The first of several names that there is descriptive text by.</summary>
    public static string? Loose(JsonElement parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Loose(parent, name) is { } text)
                return text;
        return null;
    }

    /// <summary>A time in whole or broken seconds, milliseconds or microseconds since 1970, told apart by their size, or as ISO 8601.</summary>
    public static DateTimeOffset? Epoch(JsonElement parent, string name)
    {
        if (Loose(parent, name) is not { } text)
            return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Time(parent, name);
        var milliseconds = Math.Abs(number) switch
        {
            < 1e11 => number * 1_000,
            < 1e14 => number,
            _ => number / 1_000,
        };
        return double.IsFinite(milliseconds) && milliseconds is > -6e13 and < 2.5e14
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))
            : throw new FormatException($"'{name}' must be a time: seconds or milliseconds since 1970, or ISO 8601.");
    }

    /// <summary>Whether a field is true.</summary>
    public static bool Flag(JsonElement parent, string name) => Get(parent, name) is { ValueKind: JsonValueKind.True };

    /// <summary>"WxH" of two numbers.</summary>
    public static string? Size(JsonElement parent, string width, string height) =>
        Get(parent, width) is { ValueKind: JsonValueKind.Number } w && w.TryGetInt32(out var across)
        && Get(parent, height) is { ValueKind: JsonValueKind.Number } h && h.TryGetInt32(out var down)
            ? $"{across}x{down}"
            : null;

    /// <summary>JSON inside of text; checked like a message of its own, since nobody has looked into it.</summary>
    /// <exception cref="FormatException">It is not JSON, or cannot be stored.</exception>
    public static JsonElement Embedded(string name, ReadOnlySpan<byte> json, IngestOptions limits)
    {
        JsonElement value;
        try
        {
            value = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException)
        {
            throw new FormatException($"'{name}' must be JSON.");
        }
        return Steps.StorableJson.Check(value, limits) is { } refusal ? throw new FormatException($"'{name}': {refusal.Message}") : value;
    }

    /// <summary>A field that is an object, or its JSON as text.</summary>
    public static JsonElement ObjectOrText(JsonElement parent, string name, IngestOptions limits) => Get(parent, name) switch
    {
        { ValueKind: JsonValueKind.Object } given => given,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } json => Embedded(name, Encoding.UTF8.GetBytes(json), limits),
        _ => default,
    };

    private static JsonElement? Get(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;
}
