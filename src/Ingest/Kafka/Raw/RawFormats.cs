using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Protocols.CloudEvents;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Kafka.Raw;

/// <summary>Tells the formats of the raw topic apart by what a message has, and reads each.</summary>
internal static class RawFormats
{
    private const string CloudEventPrefix = "ce_";

    public static (RawEvent? Event, Refusal? Refused) Read(JsonElement body, RawHeaders headers)
    {
        try
        {
            if (headers[CloudEventPrefix + "specversion"] is not null)
                return (CloudEventReader.Read(FromHeaders(body, headers), new RawContext()), null);
            if (body.ValueKind != JsonValueKind.Object)
                return (null, new Refusal(DropReason.Malformed, "The message must be a JSON object."));
            if (body.TryGetProperty("specversion", out _))
                return (CloudEventReader.Read(body, new RawContext()), null);
            return body.TryGetProperty("kind", out _)
                ? (CanonicalReader.Read(body), null)
                : SegmentReader.Read(body, default, null, new RawContext());
        }
        catch (FormatException unreadable)
        {
            return (null, new Refusal(DropReason.Malformed, unreadable.Message));
        }
    }

    // The binary form of CloudEvents: the attributes are headers, the body is the data.
    private static JsonElement FromHeaders(JsonElement body, RawHeaders headers)
    {
        var attributes = new JsonObject();
        foreach (var (name, value) in headers.StartingWith(CloudEventPrefix))
            attributes[name[CloudEventPrefix.Length..].ToLowerInvariant()] = value;
        if (body.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            attributes["data"] = JsonNode.Parse(body.GetRawText());
        return JsonSerializer.SerializeToElement(attributes);
    }
}
