using System.Text.RegularExpressions;

namespace Platform.Ingest.Enrichment;

/// <summary>
/// Crawlers, monitors and headless browsers by what they say of themselves. Libraries that servers send events with are
/// no bots: their user agent is nobody's browser; neither are the telephones named Cubot.
/// </summary>
internal static partial class Bots
{
    public static bool Is(string? userAgent) => !string.IsNullOrEmpty(userAgent) && Pattern().IsMatch(userAgent);

    [GeneratedRegex(
        @"(?<!cu)bot(?:\b|_)|crawl|spider|slurp|headless|lighthouse|pingdom|uptime|statuscake|site24x7|monitor|archiver|facebookexternalhit|"
        + @"preview|feed(?:ly|parser|fetcher|burner|validator)|rss\b|wget|nutch|mediapartners|google-?(?:read|inspection|favicon)|"
        + @"bing(?:preview)|yandex(?!browser)\w*/|baidu|duckduckgo-favicons|ahrefs|semrush|phantomjs|selenium|puppeteer|playwright|"
        + @"tiny tiny rss|magpie|universalfeedparser|netnewswire|liferea|planet|validator|w3c_|scan",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
