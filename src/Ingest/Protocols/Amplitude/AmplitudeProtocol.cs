using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Protocols.Amplitude;

/// <summary>Amplitude's HTTP V2 API and its batch API.</summary>
internal sealed class AmplitudeProtocol(TimeProvider clock) : Protocol
{
    public override IReadOnlyList<string> Paths { get; } = ["2/httpapi", "batch"];

    public override bool Speaks(CollectRequest request) =>
        request.Json is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("events", out _);

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireObject();
        var source = SourceName.Of(Field.Loose(root, "api_key"));
        if (!root.TryGetProperty("events", out var events))
            throw new FormatException("'events' is missing: an array of events.");
        return new Envelope(events.ValueKind == JsonValueKind.Array ? [.. events.EnumerateArray().Select(message => new Message(message, source))] : [new Message(events, source)])
        {
            Shared = root,
        };
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) =>
        AmplitudeReader.Read(message, request.Sender);

    // An unknown key is no 401 here: clients give events up for good only when told in their own words.
    public override IResult Answer(Verdict verdict, CollectRequest request) => verdict.Status switch
    {
        200 => Results.Json(new
        {
            code = 200,
            events_ingested = verdict.Accepted,
            payload_size_bytes = request.Body.Length,
            server_upload_time = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }),
        401 => Results.Json(new { code = 400, error = "Invalid API key: " + verdict.Message }, statusCode: 400),
        _ => Results.Json(new { code = verdict.Status, error = verdict.Message }, statusCode: verdict.Status),
    };
}
