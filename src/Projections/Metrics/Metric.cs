namespace Platform.Projections.Metrics;

/// <summary>What a metric's numbers count.</summary>
public enum MetricUnit
{
    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A share between 0 and 1.</summary>
    Share,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Money, in whatever currency the events have.</summary>
    Money,
}

/// <summary>Where a metric's numbers come from.</summary>
internal enum MetricSource
{
    /// <summary>A column of <see cref="MetricsProjection.Minutes"/>, which adds up over values and time.</summary>
    Rollup,

    /// <summary>A quotient of two such columns.</summary>
    RollupMean,

    /// <summary>The exploration store: a number of different things, or a quantile, never adds up.</summary>
    Exploration,

    /// <summary>The counters of the storing transactions, by hour.</summary>
    Drops,
}

/// <summary>A built-in metric.</summary>
/// <param name="Name">What questions call it.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Dimensions">By what it can be told apart.</param>
public sealed record Metric(string Name, string Label, string Description, MetricUnit Unit, IReadOnlyList<string> Dimensions)
{
    /// <summary>Whether a detector watches it minute by minute.</summary>
    public bool Watched { get; init; }

    internal MetricSource Source { get; private init; }

    internal string Expression { get; private init; } = "";

    /// <summary>Every one, in the order in which people look for them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Counted("events", "Events", "Everything that happened."),
        Counted("views", "Views", "Pages and screens that were shown."),
        Explored("persons", "Persons", "Different persons with an event.", MetricUnit.Count, MetricDimensions.All, "count(distinct person)"),
        Explored("sessions", "Sessions", "Sessions that began.", MetricUnit.Count, MetricDimensions.OfSessions, "count(*)"),
        Explored("bounce_rate", "Bounce rate", "Share of the sessions that began with one view and nothing else.", MetricUnit.Share, MetricDimensions.OfSessions,
            "avg(case when views = 1 and actions = 0 then 1.0 else 0.0 end)"),
        Counted("conversions", "Conversions", "Orders: events with a revenue, or named as one."),
        new("revenue", "Revenue", "What orders brought in.", MetricUnit.Money, MetricDimensions.All) { Source = MetricSource.Rollup, Expression = "revenue", Watched = true },
        Explored("page_load_median", "Page load, median", "Median of the property load_time (milliseconds) where events have it.", MetricUnit.Milliseconds, MetricDimensions.All, "quantile_cont(load, 0.5)"),
        Explored("page_load_p95", "Page load, slowest 5 %", "95th percentile of the property load_time (milliseconds) where events have it.", MetricUnit.Milliseconds, MetricDimensions.All, "quantile_cont(load, 0.95)"),
        Counted("errors", "Errors", "Events that tell of an error."),
        new("ingest_latency", "Ingest latency", "Mean time from receipt to the event store.", MetricUnit.Milliseconds, MetricDimensions.All)
        {
            Source = MetricSource.RollupMean, Expression = "latency",
        },
        new("drops", "Refused events", "Events that became dead letters, by the hour in which they came.", MetricUnit.Count, [MetricDimensions.Reason]) { Source = MetricSource.Drops },
    ];

    /// <summary>The metric of a name; null when there is none.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);

    private static Metric Counted(string name, string label, string description) =>
        new(name, label, description, MetricUnit.Count, MetricDimensions.All) { Source = MetricSource.Rollup, Expression = name, Watched = true };

    private static Metric Explored(string name, string label, string description, MetricUnit unit, IReadOnlyList<string> dimensions, string expression) =>
        new(name, label, description, unit, dimensions) { Source = MetricSource.Exploration, Expression = expression };
}
