using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Platform.Ingest.Protocols.Rybbit;

/// <summary>Rybbit's track and identify API; the site id is the write key.</summary>
internal sealed class RybbitProtocol : Protocol
{
    private static readonly string[] Asking = [HttpMethods.Get];
    private static readonly HashSet<string> Placed =
    [
        "site_id", "hostname", "pathname", "querystring", "screenWidth", "screenHeight", "language", "page_title", "referrer", "type", "event_name",
        "properties", "user_id", "user_agent", "ip_address",
    ];

    public override IReadOnlyList<string> Paths { get; } = ["track", "identify", "api/track", "api/identify"];

    public override bool Speaks(CollectRequest request) =>
        request.Json is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("site_id", out _);

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireObject();
        return new Envelope([new Message(root, SourceName.Of(Field.Loose(root, "site_id")))], Single: true);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var basis = new RawEvent(EventKind.Track) { UserId = Field.Id(message, "user_id"), Cookieless = true, Context = Context(message, request.Sender), Library = "rybbit" };
        if (request.Http.Path.Value!.TrimEnd('/').EndsWith("/identify", StringComparison.OrdinalIgnoreCase))
            return [basis with { Kind = EventKind.Identify, Properties = Field.Object(message, "traits") }];
        var type = Field.Text(message, "type") ?? throw new FormatException("'type' is missing: pageview, custom_event, outbound…");
        var properties = Field.ObjectOrText(message, "properties", request.Limits);
        return
        [
            basis with
            {
                Kind = type == "pageview" ? EventKind.Page : EventKind.Track,
                Name = type == "custom_event" ? Field.Text(message, "event_name") : type,
                Properties = PropertyBag.Of(message, Placed).Take("name", message, type == "custom_event" ? "" : "event_name").Add(properties).Build(),
            },
        ];
    }

    /// <inheritdoc />
    public override void MapOthers(IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "site/tracking-config/{id}", "api/site/tracking-config/{id}" })
            routes.MapQuestion(path, Asking, () => Results.Json(new
            {
                trackInitialPageView = true,
                trackSpaNavigation = true,
                trackUrlParams = true,
                trackOutbound = true,
                webVitals = false,
                trackErrors = false,
                sessionReplay = false,
                trackButtonClicks = false,
                trackCopy = false,
                trackFormInteractions = false,
            }));
    }

    private static RawContext Context(JsonElement message, RawContext sender)
    {
        var (host, path) = (Field.Loose(message, "hostname"), Field.Loose(message, "pathname"));
        return sender with
        {
            PageUrl = host is not null && path is not null ? $"https://{host}{path}{Field.Loose(message, "querystring")}" : null,
            PagePath = host is null ? path : null,
            PageTitle = Field.Loose(message, "page_title"),
            Referrer = Field.Loose(message, "referrer"),
            Language = Field.Loose(message, "language") ?? sender.Language,
            Screen = Field.Size(message, "screenWidth", "screenHeight"),
            UserAgent = Field.Loose(message, "user_agent") ?? sender.UserAgent,
        };
    }
}
