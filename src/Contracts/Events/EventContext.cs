namespace Platform.Contracts.Events;

/// <summary>Circumstances of an event as recorded, enrichment included, so that a replay needs no outside knowledge.</summary>
public sealed record EventContext
{
    /// <summary>The page or screen it happened on.</summary>
    public PageContext? Page { get; init; }

    /// <summary>The referring page's address, without query, and only when it is another site.</summary>
    public string? Referrer { get; init; }

    /// <summary>The referring site: host of <see cref="Referrer"/> without "www.".</summary>
    public string? ReferrerHost { get; init; }

    /// <summary>Marketing channel by the rule list: Direct, Organic Search, Paid Search, Organic Social, Email, Referral…</summary>
    public string? Channel { get; init; }

    /// <summary>UTM parameters.</summary>
    public CampaignContext? Campaign { get; init; }

    /// <summary>Device, browser and operating system, from the user agent.</summary>
    public DeviceContext? Device { get; init; }

    /// <summary>Preferred language, a BCP 47 tag such as "de-AT".</summary>
    public string? Language { get; init; }

    /// <summary>ISO 3166-1 alpha-2 country, where a database file is configured or the client says so.</summary>
    public string? Country { get; init; }

    /// <summary>Name of the region, likewise.</summary>
    public string? Region { get; init; }

    /// <summary>Name of the city, likewise.</summary>
    public string? City { get; init; }

    /// <summary>Version of the enrichment rules that made the derived values.</summary>
    public int Rules { get; init; }
}

/// <summary>A page (or an application's screen, then only <see cref="Path"/> and <see cref="Title"/>).</summary>
/// <param name="Path">Normalised path, starting with "/", or the screen's name.</param>
public sealed record PageContext(string Path)
{
    /// <summary>The full address without fragment.</summary>
    public string? Url { get; init; }

    /// <summary>Host name, lower case.</summary>
    public string? Host { get; init; }

    /// <summary>Document title.</summary>
    public string? Title { get; init; }
}

/// <summary>Campaign parameters of the landing address.</summary>
public sealed record CampaignContext
{
    /// <summary>utm_source.</summary>
    public string? Source { get; init; }

    /// <summary>utm_medium.</summary>
    public string? Medium { get; init; }

    /// <summary>utm_campaign.</summary>
    public string? Name { get; init; }

    /// <summary>utm_term.</summary>
    public string? Term { get; init; }

    /// <summary>utm_content.</summary>
    public string? Content { get; init; }

    /// <summary>Which advertising click id was present: gclid, fbclid, msclkid… (the id itself is not stored).</summary>
    public string? ClickId { get; init; }
}

/// <summary>What the visitor uses.</summary>
/// <param name="Type">desktop, mobile, tablet, tv, console, wearable or other.</param>
public sealed record DeviceContext(string Type)
{
    /// <summary>Browser family, such as "Firefox".</summary>
    public string? Browser { get; init; }

    /// <summary>Browser's major version.</summary>
    public string? BrowserVersion { get; init; }

    /// <summary>Operating system family, such as "Android".</summary>
    public string? Os { get; init; }

    /// <summary>Operating system version.</summary>
    public string? OsVersion { get; init; }

    /// <summary>Screen as "1920x1080".</summary>
    public string? Screen { get; init; }
}
