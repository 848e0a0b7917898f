using Platform.Contracts.Events;

namespace Platform.Projections.Exploration;

/// <summary>The text columns of an event row, each a property that questions may name.</summary>
internal static class EventColumns
{
    /// <summary>Column name (also the property's public name) and where its value comes from.</summary>
    public static readonly (string Name, Func<IVisitorEvent, string?> Value)[] Text =
    [
        ("page", e => e.Context.Page?.Path),
        ("page_url", e => e.Context.Page?.Url),
        ("page_title", e => e.Context.Page?.Title),
        ("hostname", e => e.Context.Page?.Host),
        ("referrer", e => e.Context.ReferrerHost),
        ("referrer_url", e => e.Context.Referrer),
        ("channel", e => e.Context.Channel),
        ("utm_source", e => e.Context.Campaign?.Source),
        ("utm_medium", e => e.Context.Campaign?.Medium),
        ("utm_campaign", e => e.Context.Campaign?.Name),
        ("utm_term", e => e.Context.Campaign?.Term),
        ("utm_content", e => e.Context.Campaign?.Content),
        ("country", e => e.Context.Country),
        ("region", e => e.Context.Region),
        ("city", e => e.Context.City),
        ("device", e => e.Context.Device?.Type),
        ("browser", e => e.Context.Device?.Browser),
        ("browser_version", e => e.Context.Device?.BrowserVersion),
        ("os", e => e.Context.Device?.Os),
        ("os_version", e => e.Context.Device?.OsVersion),
        ("screen", e => e.Context.Device?.Screen),
        ("language", e => e.Context.Language),
        ("source", e => e.Origin.Source),
        ("library", e => e.Origin.Library),
    ];
}
