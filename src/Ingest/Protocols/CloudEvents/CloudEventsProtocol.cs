using System.Text.Json;

namespace Platform.Ingest.Protocols.CloudEvents;

/// <summary>CloudEvents 1.0 over HTTP, structured, batched and binary, told apart by headers and body and not by the content type.</summary>
internal sealed class CloudEventsProtocol : Protocol
{
    private const string Prefix = "ce-";

    public override IReadOnlyList<string> Paths { get; } = ["v1/cloudevents"];

    public override Envelope Open(CollectRequest request)
    {
        var source = SourceName.Of(request.Query("key") ?? request.BasicUser);
        if (request.Header("ce-specversion") is not null)
            return new Envelope([new Message(FromHeaders(request), source)], Single: true);
        var root = request.RequireJson();
        return root.ValueKind == JsonValueKind.Array
            ? new Envelope([.. root.EnumerateArray().Select(message => new Message(message, source))])
            : new Envelope([new Message(root, source)], Single: true);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) =>
        [CloudEventReader.Read(message, request.Sender)];

    private static JsonElement FromHeaders(CollectRequest request)
    {
        var attributes = new PropertyBag();
        foreach (var (name, value) in request.Http.Headers)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                attributes.Set(name[Prefix.Length..].ToLowerInvariant(), Uri.UnescapeDataString(value.ToString()));
        if (request.Json is { } data)
            attributes.Set("data", data);
        else if (request.Body.Length > 0)
            attributes.Set("data_base64", Convert.ToBase64String(request.Body));
        return attributes.Build();
    }
}
