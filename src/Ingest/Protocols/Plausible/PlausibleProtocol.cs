using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Events;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Protocols.Plausible;

/// <summary>Plausible's events API, with the long field names of its documentation and the short ones of its trackers.</summary>
internal sealed class PlausibleProtocol : Protocol
{
    private const string DroppedHeader = "x-plausible-dropped";

    public override IReadOnlyList<string> Paths { get; } = ["api/event"];

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireObject();
        if (Field.Loose(root, "d", "domain") is not { } domains)
            throw new FormatException("'domain' is missing: the name that the site is known by.");
        // One event may count for several sites.
        var names = domains.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        return new Envelope([.. names.Select(name => new Message(root, SourceName.Of(name, SourceAliasKind.Plausible)))], Single: names.Count == 1);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var name = Field.Text(message, "n") ?? Field.Text(message, "name") ?? throw new FormatException("'name' is missing: pageview, or what happened.");
        var url = Field.Text(message, "u") ?? Field.Text(message, "url") ?? throw new FormatException("'url' is missing: the address of the page.");
        return
        [
            new RawEvent(name == "pageview" ? EventKind.Page : EventKind.Track)
            {
                Name = name == "engagement" ? PageLeft.EventName : name,
                Properties = Properties(message, request.Limits),
                Context = request.Sender with { PageUrl = url, PagePath = Fragment(message, url), Referrer = Field.Loose(message, "r", "referrer") },
                Library = Field.Loose(message, "v") is { } version ? $"plausible/{version}" : "plausible",
            },
        ];
    }

    public override IResult Answer(Verdict verdict, CollectRequest request)
    {
        if (verdict.Status is 401 || verdict.Refused.Count > 0)
            request.Http.HttpContext.Response.Headers[DroppedHeader] = Math.Max(1, verdict.Refused.Count).ToString(CultureInfo.InvariantCulture);
        return verdict.Status switch
        {
            200 or 401 => Results.Text("ok", statusCode: 202),
            _ => Results.Json(new { errors = new { @event = verdict.Message } }, statusCode: verdict.Status),
        };
    }

    private static JsonElement Properties(JsonElement message, IngestOptions limits)
    {
        var properties = new PropertyBag();
        foreach (var field in new[] { "m", "meta", "p", "props" })
            properties.Add(Field.ObjectOrText(message, field, limits));
        foreach (var field in new[] { "$", "revenue" })
            if (Field.ObjectOrText(message, field, limits) is { ValueKind: JsonValueKind.Object } revenue)
                properties.Number("revenue", Field.Loose(revenue, "amount")).Take("currency", revenue, "currency");
        return properties.Take("scroll_depth", message, "sd").Take("engagement_ms", message, "e").Take("interactive", message, "i").Build();
    }

    // Sites that route by the fragment say so; for the others it is no part of the page.
    private static string? Fragment(JsonElement message, string url) =>
        Field.Loose(message, "h") is "1" && Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Fragment.Length > 1
            ? page.AbsolutePath + page.Fragment.Replace('#', '/').Replace("//", "/", StringComparison.Ordinal)
            : null;
}
