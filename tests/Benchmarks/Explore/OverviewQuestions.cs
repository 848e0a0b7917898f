namespace Platform.Tests.Benchmarks.Explore;

/// <summary>A range of time.</summary>
internal sealed record Range(DateTimeOffset From, DateTimeOffset To);

/// <summary>The questions that the Overview page asks, as it asks them.</summary>
internal static class OverviewQuestions
{
    private const string Figures =
        """
        query Figures($range: TimeRange!) { overview(range: $range, comparePrevious: true) {
          current { visitors sessions views events bounceRate meanDuration viewsPerSession }
          previous { visitors sessions views events bounceRate meanDuration viewsPerSession } } }
        """;

    private const string Trend =
        """
        query Trend($input: TrendInput!) { trend(input: $input) { series { label total points { start value complete } previous { start value complete } } } }
        """;

    private const string Top =
        """
        query Top($input: BreakdownInput!) { breakdown(input: $input) { rows { value persons sessions views bounceRate meanDuration } other { persons } } }
        """;

    private const string Funnel =
        """
        query Funnel($input: FunnelInput!) { funnel(input: $input) { steps { count conversionFromPrevious } } }
        """;

    private static readonly string[] Shown = ["page", "referrer", "country", "device"];
    private static readonly string[] Hidden = ["entry_page", "exit_page", "channel", "utm_campaign", "language", "browser", "os"];

    /// <summary>What the page asks when it is opened, all at once.</summary>
    public static IEnumerable<(string Name, string Query, object Variables)> OfPage(Range range) =>
    [
        ("overview", Figures, new { range }),
        Line("visitors", "*", "UNIQUE_PERSONS", range),
        .. Shown.Select(property => Breakdown(property, range)),
    ];

    /// <summary>Everything that can be asked from the page without a filter.</summary>
    public static IEnumerable<(string Name, string Query, object Variables)> Of(Range range) =>
    [
        .. OfPage(range),
        Line("sessions", "*", "UNIQUE_SESSIONS", range),
        Line("views", "page_viewed", "TOTAL", range),
        .. Hidden.Select(property => Breakdown(property, range)),
    ];

    /// <summary>A funnel of three steps within a week, over every person.</summary>
    public static (string Query, object Variables) ThreeSteps(Range range) => (Funnel, new
    {
        input = new { range, window = "P7D", steps = new[] { "Product Added", "Checkout Started", "Order Completed" }.Select(name => new { match = new { name } }) },
    });

    private static (string, string, object) Line(string name, string match, string aggregate, Range range) => ($"trend {name}", Trend, new
    {
        input = new { range, granularity = "DAY", series = new[] { new { match = new { name = match }, aggregate } }, comparePrevious = true },
    });

    private static (string, string, object) Breakdown(string property, Range range) =>
        ($"top {property}", Top, new { input = new { range, property, topK = 8 } });
}
