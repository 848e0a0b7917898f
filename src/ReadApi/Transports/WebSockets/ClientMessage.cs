using System.Text.Json;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>A message of graphql-transport-ws from the client.</summary>
internal sealed class ClientMessage : IDisposable
{
    private const int LongestId = 256;

    private readonly JsonDocument _document;

    private ClientMessage(JsonDocument document, string type, JsonElement? payload)
    {
        (_document, Type, Payload) = (document, type, payload);
    }

    public string Type { get; }

    public JsonElement? Payload { get; }

    /// <summary>The operation's id.</summary>
    public string Id =>
        _document.RootElement.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            && id.GetString() is { Length: > 0 and <= LongestId } text
            ? text
            : throw Violation("\"id\" must be a text of 1 to 256 characters");

    /// <summary>The payload where it must be an object, or absent.</summary>
    public JsonElement? Map => Payload is null or { ValueKind: JsonValueKind.Object } ? Payload : throw Violation("\"payload\" must be an object");

    public static ClientMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8);
        }
        catch (JsonException)
        {
            throw Violation("it is not JSON");
        }
        if (document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String)
        {
            JsonElement? payload = root.TryGetProperty("payload", out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
            return new ClientMessage(document, type.GetString()!, payload);
        }
        document.Dispose();
        throw Violation("\"type\" is missing");
    }

    /// <summary>A text in the payload, if it is there.</summary>
    public string? PayloadText(string name) =>
        Map is { } map && map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public void Dispose() => _document.Dispose();

    public static ProtocolViolation Violation(string what) => new(CloseReason.Invalid(what));
}
