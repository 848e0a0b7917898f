using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Ingest.Import;

/// <summary>A request in a web server's log.</summary>
/// <param name="Host">Who asked, an address or a name.</param>
/// <param name="Target">Path with query.</param>
public sealed partial record LogLine(string Host, DateTimeOffset At, string Method, string Target, int Status, long? Bytes, string? Referrer, string? UserAgent)
{
    private static readonly string[] Assets =
        [".gif", ".jpg", ".jpeg", ".png", ".svg", ".ico", ".xbm", ".webp", ".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".wav", ".au", ".mpg", ".mp4", ".avi", ".zip", ".gz", ".pdf"];

    /// <summary>Whether a page was asked for, and not something that pages consist of.</summary>
    public bool IsPage => !Assets.Any(ending => Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>Reads a line of Apache's combined format; null when it is none.</summary>
    public static LogLine? ReadApache(string line)
    {
        if (Combined().Match(line) is not { Success: true } match
            || !DateTimeOffset.TryParseExact(match.Groups["time"].Value, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at))
            return null;
        return new LogLine(
            match.Groups["host"].Value, at, match.Groups["method"].Value, match.Groups["target"].Value,
            int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture), Number(match.Groups["bytes"].Value),
            Given(match.Groups["referrer"].Value), Given(match.Groups["agent"].Value));
    }

    /// <summary>Reads a line of the tab-separated form: host, logname, Unix time, method, url, response, bytes, referer, user agent.</summary>
    public static LogLine? ReadNasa(string line)
    {
        var fields = line.Split('\t');
        return fields.Length >= 7 && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && int.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                ? new LogLine(fields[0], DateTimeOffset.FromUnixTimeSeconds(seconds), fields[3], fields[4], status, Number(fields[6]),
                    fields.Length > 7 ? Given(fields[7]) : null, fields.Length > 8 ? Given(fields[8]) : null)
                : null;
    }

    private static string? Given(string text) => text is "" or "-" ? null : text;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("""^(?<host>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<method>[A-Z]+) (?<target>\S+)(?: [^"]*)?" (?<status>\d{3}) (?<bytes>\S+)(?: "(?<referrer>(?:[^"\\]|\\.)*)" "(?<agent>(?:[^"\\]|\\.)*)")?""")]
    private static partial Regex Combined();
}
