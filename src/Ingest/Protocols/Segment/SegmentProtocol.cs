using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Contracts.Tenants;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Protocols.Segment;

/// <summary>The public Segment HTTP API and its browser variant; RudderStack's and Jitsu's clients speak it as well.</summary>
internal sealed class SegmentProtocol : Protocol
{
    private static readonly Dictionary<string, EventKind?> Calls = new(StringComparer.OrdinalIgnoreCase)
    {
        ["batch"] = null, ["b"] = null,
        ["track"] = EventKind.Track, ["t"] = EventKind.Track,
        ["page"] = EventKind.Page, ["p"] = EventKind.Page,
        ["screen"] = EventKind.Screen, ["s"] = EventKind.Screen,
        ["identify"] = EventKind.Identify, ["i"] = EventKind.Identify,
        ["alias"] = EventKind.Alias, ["a"] = EventKind.Alias,
        ["group"] = EventKind.Group, ["g"] = EventKind.Group,
    };

    public override IReadOnlyList<string> Paths { get; } = [.. Calls.Keys.Select(call => "v1/" + call), .. Calls.Keys.Where(call => call.Length > 1).Select(call => "api/s/" + call), "beacon/v1/batch"];

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireObject();
        var source = Source(request, root);
        if (Kind(request) is not null)
            return new Envelope([new Message(root, source)], Single: true);
        if (!root.TryGetProperty("batch", out var events) || events.ValueKind != JsonValueKind.Array)
            throw new FormatException("A batch request needs 'batch', an array of events.");
        if (Field.Object(root, "context") is { ValueKind: JsonValueKind.Object } context && StorableJson.Check(context, request.Limits) is { } refusal)
            throw new FormatException($"The batch's 'context' is refused: {refusal.Message}");
        return new Envelope([.. events.EnumerateArray().Select(message => new Message(message, source))])
        {
            Shared = root,
            SentAt = Field.Time(root, "sentAt"),
        };
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var (read, refused) = SegmentReader.Read(message, envelope.Shared, Kind(request), request.Sender);
        return [read ?? throw new FormatException(refused!.Message)];
    }

    public override void MapOthers(IEndpointRouteBuilder routes)
    {
        // analytics.js reports on itself here; nobody asked for it, so it is answered and forgotten.
        routes.MapQuestion("v1/m", [HttpMethods.Post], () => Results.Json(Replies.Success));
        routes.MapQuestion("v1/projects/{key}/settings", [HttpMethods.Get], SettingsAsync);
        routes.MapQuestion("sourceConfig", [HttpMethods.Get], RudderStackSettingsAsync);
    }

    // Jitsu's clients send key and secret together.
    private static SourceName? Source(CollectRequest request, JsonElement root) => request.Header("X-Write-Key")?.Split(':', 2) switch
    {
        [var key, var secret] => SourceName.Of(key, secret: secret),
        [var key] => SourceName.Of(key),
        _ => SourceName.Of(request.BasicUser ?? Field.Id(root, "writeKey") ?? request.Query("writeKey")),
    };

    private static EventKind? Kind(CollectRequest request) =>
        Calls.GetValueOrDefault(request.Http.Path.Value!.TrimEnd('/').Split('/')[^1]);

    private static async Task<IResult> RudderStackSettingsAsync(string? writeKey, ISourceDirectory sources, CancellationToken cancellation) =>
        writeKey is not null && await sources.FindAsync(writeKey, cancellation) is { } source
            ? Results.Json(RudderStackSettings.For(writeKey, source.Name))
            : Unknown();

    private static async Task<IResult> SettingsAsync(
        string key, HttpRequest request, ISourceDirectory sources, CancellationToken cancellation) =>
        await sources.FindAsync(key, cancellation) is { } source
            ? Results.Json(SegmentSettings.For(key, request.Scheme, request.Host.Value ?? "", source.Identification))
            : Unknown();

    private static IResult Unknown() =>
        Results.Json(new { success = false, message = "The write key is not known; copy it from the source's settings." }, statusCode: 404);
}
