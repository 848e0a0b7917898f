using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Platform.Ingest.Protocols.PostHog;

/// <summary>PostHog's capture API: one event, an array, or a batch; as JSON, or in a form; compressed whatever the label says.</summary>
internal sealed class PostHogProtocol : Protocol
{
    private static readonly string[] Config = [HttpMethods.Get, HttpMethods.Post];

    public override IReadOnlyList<string> Paths { get; } = ["batch", "e", "i/v0/e", "capture", "track", "engage"];

    public override bool ByGet => true;

    public override bool Speaks(CollectRequest request)
    {
        if (request.Http.Path.Value!.Trim('/') is "e" or "i/v0/e" or "capture")
            return true;
        var root = request.Unwrap("data");
        return (Key(root) ?? Key(First(root))) is not null && !(root.ValueKind == JsonValueKind.Object && root.TryGetProperty("events", out _));
    }

    public override Envelope Open(CollectRequest request)
    {
        var root = request.Unwrap("data");
        var shared = root.ValueKind == JsonValueKind.Object ? root : default;
        var key = Key(shared) ?? request.Query("api_key") ?? request.Query("token") ?? request.Form("api_key");
        Message Of(JsonElement message) => new(message, SourceName.Of(key ?? Key(message) ?? Key(Field.Object(message, "properties"))));
        var batch = root.ValueKind == JsonValueKind.Array ? root
            : shared.ValueKind == JsonValueKind.Object && shared.TryGetProperty("batch", out var given) && given.ValueKind == JsonValueKind.Array ? given
            : default;
        return new Envelope(batch.ValueKind == JsonValueKind.Array ? [.. batch.EnumerateArray().Select(Of)] : [Of(root)], Single: batch.ValueKind != JsonValueKind.Array)
        {
            Shared = shared,
            SentAt = Field.Time(shared, "sent_at") ?? Sent(request),
        };
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request) =>
        PostHogReader.Read(message, envelope.SentAt, request.Sender);

    public override void MapOthers(IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "decide", "flags" })
            routes.MapQuestion(path, Config, () => Results.Json(PostHogConfig.Flags));
        routes.MapQuestion("array/{token}/config", Config, () => Results.Json(PostHogConfig.Remote));
        routes.MapQuestion("array/{token}/config.js", Config, (string token) => Results.Text(PostHogConfig.Script(token), "text/javascript"));
    }

    public override IResult Answer(Verdict verdict, CollectRequest request) => verdict.Status is 200
        ? Results.Json(new { status = "Ok" })
        : Results.Json(new { type = verdict.Status is 401 ? "authentication_error" : "validation_error", detail = verdict.Message }, statusCode: verdict.Status);

    private static JsonElement First(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : default;

    private static string? Key(JsonElement message) => Field.Loose(message, "api_key", "token");

    // posthog-js says when it sent as a parameter of the address.
    private static DateTimeOffset? Sent(CollectRequest request) =>
        long.TryParse(request.Query("_"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 1_000_000_000_000 and < 100_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
