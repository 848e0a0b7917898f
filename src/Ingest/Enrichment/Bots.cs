using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Platform.Ingest.Enrichment;

/// <summary>
/// Crawlers, monitors and headless browsers by what they say of themselves. Libraries that servers send events with are
/// no bots: their user agent is nobody's browser; neither are the telephones named Cubot.
/// </summary>
internal static partial class Bots
{
    private const int Remembered = 5_000;
    private const int LongestRemembered = 500;
    private static readonly ConcurrentDictionary<string, bool> Known = new();

    public static bool Is(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent))
            return false;
        if (Known.TryGetValue(userAgent, out var known))
            return known;
        var isBot = Pattern().IsMatch(userAgent);
        if (userAgent.Length <= LongestRemembered && Known.Count < Remembered)
            Known[userAgent] = isBot;
        return isBot;
    }

    [GeneratedRegex(
        @"(?<!cu)bot(?:\b|_)|crawl|spider|slurp|headless|lighthouse|pingdom|uptime|statuscake|site24x7|monitor|archiver|facebookexternalhit|"
        + @"preview|feed(?:ly|parser|fetcher|burner|validator)|rss\b|wget|nutch|mediapartners|google-?(?:read|inspection|favicon)|"
        + @"bing(?:preview)|yandex(?!browser)\w*/|baidu|duckduckgo-favicons|ahrefs|semrush|phantomjs|selenium|puppeteer|playwright|"
        + @"tiny tiny rss|magpie|universalfeedparser|netnewswire|liferea|planet|validator|w3c_|scan",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
