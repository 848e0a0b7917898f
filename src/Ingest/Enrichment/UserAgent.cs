using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Platform.Contracts.Events;

namespace Platform.Ingest.Enrichment;

/// <summary>Browser, system and device of a user agent, by ordered rules: the first that matches holds.</summary>
internal static class UserAgent
{
    private const int Remembered = 5_000;

    // Real ones are shorter; a longer one would only cost time and memory.
    private const int Longest = 500;
    private static readonly ConcurrentDictionary<string, DeviceContext> Known = new();

    // Order matters: almost everybody claims to be Chrome and Safari as well.
    private static readonly (string Name, Regex Pattern)[] Browsers =
    [
        ("Edge", Version(@"Edg(?:e|A|iOS)?/(\d+)")), ("Opera", Version(@"(?:OPR|Opera|OPT)/(\d+)")),
        ("Samsung Internet", Version(@"SamsungBrowser/(\d+)")), ("Yandex Browser", Version(@"YaBrowser/(\d+)")),
        ("Vivaldi", Version(@"Vivaldi/(\d+)")), ("DuckDuckGo", Version(@"(?:DuckDuckGo|Ddg)/(\d+)")),
        ("Firefox", Version(@"(?:Firefox|FxiOS)/(\d+)")), ("Chrome", Version(@"(?:Chrome|CriOS|Chromium)/(\d+)")),
        ("Safari", Version(@"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/")), ("Internet Explorer", Version(@"(?:MSIE |Trident/.*rv:)(\d+)")),
    ];

    private static readonly (string Name, Regex Pattern)[] Systems =
    [
        ("iOS", Version(@"(?:iPhone|iPad|iPod).*? OS (\d+(?:_\d+)?)")), ("Android", Version(@"Android ?(\d+(?:\.\d+)?)?")),
        ("ChromeOS", Version(@"CrOS \S+ (\d+)")), ("Windows", Version(@"Windows NT (\d+\.\d+)")),
        ("macOS", Version(@"Mac OS X (\d+[._]\d+)")), ("Linux", Version(@"(Linux|X11)")),
    ];

    private static readonly (string Name, Regex Pattern)[] Devices =
    [
        ("tv", Rule("SmartTV|SMART-TV|AppleTV|GoogleTV|HbbTV|Roku|CrKey|BRAVIA")), ("console", Rule("PlayStation|Xbox|Nintendo")),
        ("tablet", Rule("iPad|Tablet|Kindle|Silk/|PlayBook|Android(?!.*Mobile)")), ("mobile", Rule("Mobi|iPhone|iPod|Android|Windows Phone|BlackBerry")),
        ("desktop", Rule("Windows NT|Macintosh|X11|CrOS|Linux")),
    ];

    /// <summary>What the user agent tells; null when it names no browser and no system.</summary>
    public static DeviceContext? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        text = text.Length > Longest ? text[..Longest] : text;
        if (Known.TryGetValue(text, out var known))
            return known;
        var (browser, browserVersion) = First(Browsers, text);
        var (system, systemVersion) = First(Systems, text);
        if (browser is null && system is null)
            return null;
        var device = new DeviceContext(Devices.FirstOrDefault(rule => rule.Pattern.IsMatch(text)).Name ?? "other")
        {
            Browser = browser, BrowserVersion = browserVersion, Os = system,
            OsVersion = system is "Linux" ? null : systemVersion?.Replace('_', '.'),
        };
        if (Known.Count < Remembered)
            Known[text] = device;
        return device;
    }

    private static (string? Name, string? Version) First((string Name, Regex Pattern)[] rules, string text)
    {
        foreach (var (name, pattern) in rules)
            if (pattern.Match(text) is { Success: true } match)
                return (name, match.Groups[1] is { Success: true, Length: > 0 } version ? version.Value : null);
        return (null, null);
    }

    private static Regex Version(string pattern) => new(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant);

    private static Regex Rule(string pattern) => Version(pattern);
}
