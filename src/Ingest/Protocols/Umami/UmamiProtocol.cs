using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Protocols.Umami;

/// <summary>Umami's collect API, one event a request and in batches.</summary>
internal sealed class UmamiProtocol : Protocol
{
    public override IReadOnlyList<string> Paths { get; } = ["api/send", "api/batch"];

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireJson();
        return root.ValueKind == JsonValueKind.Array
            ? new Envelope([.. root.EnumerateArray().Select(message => new Message(message, Site(message)))])
            : new Envelope([new Message(root, Site(root))], Single: true);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var payload = Field.Object(message, "payload");
        if (payload.ValueKind != JsonValueKind.Object)
            throw new FormatException("'payload' must be an object.");
        var type = Field.Text(message, "type") ?? "event";
        var name = Field.Text(payload, "name") is { Length: > 0 } given ? given : null;
        var kind = type switch
        {
            "identify" => EventKind.Identify,
            "event" when name is null => EventKind.Page,
            "event" => EventKind.Track,
            _ => EventKind.Track,
        };
        return
        [
            new RawEvent(kind)
            {
                Name = type is "event" or "identify" ? name : type,
                UserId = Field.Id(payload, "id"),
                Cookieless = true,
                Timestamp = Field.Epoch(payload, "timestamp"),
                Properties = type is "event" or "identify"
                    ? PropertyBag.Of(Field.Object(payload, "data")).Take("tag", payload, "tag").Build()
                    : PropertyBag.Of(payload, Described).Build(),
                Context = Context(payload, request.Sender),
                Library = "umami",
            },
        ];
    }

    public override IResult Answer(Verdict verdict, CollectRequest request)
    {
        if (verdict.Status != 200)
            return base.Answer(verdict, request);
        if (verdict.Accepted == 0 && verdict.Refused.Count > 0 && verdict.Refused.All(refusal => refusal.Reason == Contracts.Ingestion.DropReason.Bot))
            return Results.Json(new { beep = "boop" });
        // Clients send this back as x-umami-cache, so that the site need not be looked up again; here that costs nothing.
        var cache = request.Header("x-umami-cache") ?? "-";
        return request.Json is { ValueKind: JsonValueKind.Array } batch
            ? Results.Json(new { size = batch.GetArrayLength(), processed = verdict.Accepted, errors = batch.GetArrayLength() - verdict.Accepted, details = verdict.Refused.Select(refusal => refusal.Message), cache })
            : Results.Json(new { cache });
    }

    private static readonly HashSet<string> Described =
        ["website", "url", "hostname", "title", "referrer", "language", "screen", "id", "timestamp", "userAgent", "ip", "name"];

    private static SourceName? Site(JsonElement message) =>
        SourceName.Of(Field.Loose(Field.Object(message, "payload"), "website"), SourceAliasKind.Umami);

    private static RawContext Context(JsonElement payload, RawContext sender)
    {
        var (url, host) = (Field.Loose(payload, "url"), Field.Loose(payload, "hostname"));
        return sender with
        {
            PageUrl = url is not null && url.StartsWith('/') && host is not null ? $"https://{host}{url}" : url,
            PagePath = url is not null && url.StartsWith('/') && host is null ? url : null,
            PageTitle = Field.Loose(payload, "title"),
            Referrer = Field.Loose(payload, "referrer"),
            Language = Field.Loose(payload, "language") ?? sender.Language,
            Screen = Field.Loose(payload, "screen"),
            UserAgent = Field.Loose(payload, "userAgent") ?? sender.UserAgent,
        };
    }
}
