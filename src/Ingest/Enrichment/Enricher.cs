using Microsoft.AspNetCore.WebUtilities;
using Platform.Contracts.Events;

namespace Platform.Ingest.Enrichment;

/// <summary>Derives what questions are asked by from what client and request tell.</summary>
public sealed class Enricher(Places places)
{
    /// <summary>Version of the rules, stored with what they derived.</summary>
    public const int Rules = 1;

    private const int LongestUrl = 2_000;
    private const int LongestText = 500;
    private static readonly string[] ClickIds = ["gclid", "gbraid", "wbraid", "msclkid", "fbclid", "ttclid", "twclid", "li_fat_id"];

    /// <summary>The context as it is stored.</summary>
    public EventContext Enrich(RawContext raw)
    {
        var url = Uri.TryCreate(raw.PageUrl, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed : null;
        var query = url is null ? [] : QueryHelpers.ParseQuery(url.Query);
        var page = Page(raw, url);
        var (referrer, referrerHost) = Referrer(raw.Referrer, page?.Host);
        var campaign = Campaign(raw, query.ToDictionary(item => item.Key, item => item.Value.ToString()));
        var place = places.Of(raw.Address);
        var device = UserAgent.Read(raw.UserAgent);
        if (device is null && (raw.DeviceType ?? raw.OsName ?? raw.Browser) is not null)
            device = new DeviceContext(Cut(raw.DeviceType, LongestText) ?? "other") { Browser = Cut(raw.Browser, LongestText), Os = Cut(raw.OsName, LongestText), OsVersion = Cut(raw.OsVersion, LongestText) };
        return new EventContext
        {
            Page = page,
            Referrer = referrer,
            ReferrerHost = referrerHost,
            Channel = page is null ? null : Channels.Of(campaign, referrerHost),
            Campaign = campaign,
            Device = device is not null && raw.Screen is not null ? device with { Screen = Cut(raw.Screen, LongestText) } : device,
            Language = Language(raw.Language),
            Country = Cut(raw.Country, LongestText) ?? place.Country,
            Region = Cut(raw.Region, LongestText) ?? place.Region,
            City = Cut(raw.City, LongestText) ?? place.City,
            Rules = Rules,
        };
    }

    /// <summary>Whether the user agent is a bot's or a monitor's.</summary>
    public bool IsBot(string? userAgent) => Bots.Is(userAgent);

    private static PageContext? Page(RawContext raw, Uri? url)
    {
        var path = raw.PagePath ?? url?.AbsolutePath;
        if (path is null)
            return null;
        var end = path.AsSpan().IndexOfAny('?', '#');
        path = end >= 0 ? path[..end] : path;
        return new PageContext(Cut(path.StartsWith('/') ? path : "/" + path, LongestText)!)
        {
            Url = url is null ? null : Cut(url.GetLeftPart(UriPartial.Path), LongestUrl),
            Host = url?.Host.ToLowerInvariant(),
            Title = Cut(raw.PageTitle, LongestText),
        };
    }

    // Moving within the site is no referral; query strings of other sites are none of our business.
    private static (string? Url, string? Host) Referrer(string? text, string? ownHost)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return (null, null);
        var host = Bare(url.Host);
        return ownHost is not null && host == Bare(ownHost) ? (null, null) : (Cut(url.GetLeftPart(UriPartial.Path), LongestUrl), host);
    }

    private static string Bare(string host) =>
        host.ToLowerInvariant() is var lower && lower.StartsWith("www.", StringComparison.Ordinal) ? lower[4..] : lower;

    private static CampaignContext? Campaign(RawContext raw, Dictionary<string, string> query)
    {
        string? Field(string name, string parameter) =>
            Cut(raw.Campaign.GetValueOrDefault(name) ?? query.GetValueOrDefault(parameter), LongestText) is { Length: > 0 } text ? text : null;
        var campaign = new CampaignContext
        {
            Source = Field("source", "utm_source") ?? (query.GetValueOrDefault("ref") is { Length: > 0 } reference ? Cut(reference, LongestText) : null),
            Medium = Field("medium", "utm_medium"),
            Name = Field("name", "utm_campaign"),
            Term = Field("term", "utm_term"),
            Content = Field("content", "utm_content"),
            ClickId = Array.Find(ClickIds, query.ContainsKey),
        };
        return campaign == new CampaignContext() ? null : campaign;
    }

    /// <summary>The first language of a locale or of an Accept-Language header.</summary>
    private static string? Language(string? text)
    {
        var first = text?.Split(',', ';')[0].Trim().Replace('_', '-');
        return first is { Length: >= 2 and <= 20 } && char.IsAsciiLetter(first[0]) && first.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? first : null;
    }

    // Decoding an address can bring forth a NUL, which the store refuses; a cut never halves a character.
    private static string? Cut(string? text, int length)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal);
        return clean?.Length > length ? clean[..(char.IsHighSurrogate(clean[length - 1]) ? length - 1 : length)] : clean;
    }
}
