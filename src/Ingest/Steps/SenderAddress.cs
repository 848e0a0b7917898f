using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Ingest.Steps;

/// <summary>Takes the sender's address out of what is kept of a refused event: IP addresses are used, never stored.</summary>
internal static partial class SenderAddress
{
    /// <summary>Where the protocols have it: Segment's context, PostHog, Mixpanel, Amplitude, Umami, OpenPanel, Rybbit, Matomo.</summary>
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase) { "ip", "$ip", "__ip", "ip_address", "ipAddress", "cip", "client_ip", "clientIp" };

    /// <summary>The value, one that can be stored, without the members that hold the sender's address, at any depth; text without anything that reads as an address.</summary>
    public static JsonElement Remove(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonSerializer.SerializeToElement(Remove(value.GetString()!)),
        JsonValueKind.Object or JsonValueKind.Array when Holds(value) => Without(value),
        _ => value,
    };

    /// <summary>The text without anything that reads as an address; versions after a slash are none.</summary>
    public static string Remove(string text) => Candidates().Replace(text, found => IPAddress.TryParse(found.ValueSpan, out _) ? "(address)" : found.Value);

    private static bool Holds(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsAddress(member.Name, member.Value) || Holds(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        _ => false,
    };

    private static bool IsAddress(string name, JsonElement value) =>
        Fields.Contains(name) && value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out _);

    private static JsonElement Without(JsonElement value)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            Write(writer, value);
        return JsonElement.Parse(json.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject().Where(member => !IsAddress(member.Name, member.Value)))
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value);
            }
            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                Write(writer, item);
            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    [GeneratedRegex(@"(?<![\w/.:-])(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?:(?:\.[0-9]{1,3}){3})?)(?![\w.])")]
    private static partial Regex Candidates();
}
