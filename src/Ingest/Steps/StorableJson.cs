using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Steps;

/// <summary>
/// Whether a JSON value can be stored and asked for: within the limits, and free of what PostgreSQL's jsonb refuses
/// (NUL characters, lone surrogates, invalid UTF-8, numbers beyond a double).
/// </summary>
public static class StorableJson
{
    private const int LongestNumber = 64;

    /// <summary>The refusal, or null when the value is fine. Linear in the value's size, without recursion.</summary>
    public static Refusal? Check(JsonElement value, IngestOptions limits)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Length > limits.MaxEventBytes)
            return TooLarge($"The event has {raw.Length} bytes; send at most {limits.MaxEventBytes}.");
        if (!Utf8.IsValid(raw))
            return Malformed("The event contains bytes that are not UTF-8; encode the text as UTF-8.");
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = 1_024 });
        var values = 0;
        while (reader.Read())
        {
            if (reader.CurrentDepth > limits.MaxDepth)
                return TooLarge($"The event is nested more than {limits.MaxDepth} levels deep; flatten it.");
            if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.PropertyName)
                && ++values > limits.MaxProperties)
                return TooLarge($"The event has more than {limits.MaxProperties} values; send fewer properties.");
            if (CheckToken(ref reader) is { } problem)
                return Malformed(problem);
        }
        return null;
    }

    /// <summary>The value as a dead letter can keep it, without the sender's address: itself where storable, else its text, mended and cut.</summary>
    public static JsonElement Keep(JsonElement value, IngestOptions limits) =>
        Check(value, limits) is null ? SenderAddress.Remove(value) : Keep(JsonMarshal.GetRawUtf8Value(value), limits);

    /// <summary>Any bytes as a JSON string that can be stored: undecodable characters replaced, the sender's address taken out, cut at the size of an event.</summary>
    public static JsonElement Keep(ReadOnlySpan<byte> bytes, IngestOptions limits)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, limits.MaxEventBytes)]).Replace('\0', '\uFFFD');
        return JsonSerializer.SerializeToElement(SenderAddress.Remove(text));
    }

    private static string? CheckToken(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => CheckNumber(reader.ValueSpan),
        JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped => CheckText(ref reader),
        _ => null,
    };

    private static string? CheckNumber(ReadOnlySpan<byte> digits) =>
        digits.Length <= LongestNumber
        && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? null
            : "The event contains a number that is too large or too long; send it as text.";

    private static string? CheckText(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "The event contains half of a surrogate pair; send whole characters.";
        }
        return text.Contains('\0', StringComparison.Ordinal) ? "The event contains a NUL character; remove it." : null;
    }

    private static Refusal Malformed(string message) => new(DropReason.Malformed, message);

    private static Refusal TooLarge(string message) => new(DropReason.TooLarge, message);
}
