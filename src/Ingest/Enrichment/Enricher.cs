using Platform.Contracts.Events;

namespace Platform.Ingest.Enrichment;

/// <summary>Derives what questions are asked by from what client and request tell.</summary>
public sealed class Enricher
{
    /// <summary>The context as it is stored.</summary>
    public EventContext Enrich(RawContext raw) => new()
    {
        Page = raw.PagePath is null ? null : new PageContext(raw.PagePath) { Url = raw.PageUrl, Title = raw.PageTitle },
        Referrer = raw.Referrer,
        Language = raw.Language,
        Country = raw.Country,
    };

    /// <summary>Whether the user agent is a bot's, a monitor's or a script's.</summary>
    public bool IsBot(string? userAgent) => userAgent?.Contains("bot", StringComparison.OrdinalIgnoreCase) == true;
}
