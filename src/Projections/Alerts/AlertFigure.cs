using Platform.Projections.Metrics;

namespace Platform.Projections.Alerts;

/// <summary>Where a figure comes from.</summary>
public enum AlertFigureSource
{
    /// <summary>The watched series, minute by minute as it was known then.</summary>
    Minutes,

    /// <summary>Anomalies that are under way.</summary>
    Anomalies,

    /// <summary>A metric that is counted anew each time.</summary>
    Metric,

    /// <summary>Counters of the storing transactions, by the hour.</summary>
    Quality,

    /// <summary>How far the slowest read model is behind.</summary>
    Lag,

    /// <summary>The share of a saved funnel's persons who convert.</summary>
    Funnel,
}

/// <summary>What rules can watch.</summary>
/// <param name="Name">What rules call it.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Dimensions">By what it can be told apart.</param>
/// <param name="LongestWindow">Over how long it can be taken at most; zero where it is a figure of the moment.</param>
public sealed record AlertFigure(string Name, string Label, MetricUnit Unit, IReadOnlyList<string> Dimensions, AlertFigureSource Source, TimeSpan LongestWindow)
{
    /// <summary>The dimension by which anomalies are told apart.</summary>
    public const string OfMetric = "metric";

    /// <summary>The conversion of a saved funnel, which a rule names by the funnel.</summary>
    public static AlertFigure Conversion { get; } = new("conversion", "Conversion of the funnel", MetricUnit.Share, [], AlertFigureSource.Funnel, TimeSpan.FromDays(31));

    /// <summary>Every one that is named, in the order in which people look for them.</summary>
    public static IReadOnlyList<AlertFigure> All { get; } =
    [
        .. Metric.All.Where(metric => metric.Name != "drops").Select(metric => metric.Watched
            ? new AlertFigure(metric.Name, metric.Label, metric.Unit, metric.Dimensions, AlertFigureSource.Minutes, TimeSpan.FromDays(1))
            : new AlertFigure(metric.Name, metric.Label, metric.Unit, metric.Dimensions, AlertFigureSource.Metric, TimeSpan.FromDays(31))),
        new("anomalies", "Anomalies under way", MetricUnit.Count, [OfMetric], AlertFigureSource.Anomalies, TimeSpan.Zero),
        new("projection_lag", "Projection lag in seconds", MetricUnit.Count, [], AlertFigureSource.Lag, TimeSpan.Zero),
        new("drops", "Refused events", MetricUnit.Count, [], AlertFigureSource.Quality, TimeSpan.FromDays(31)),
        new("duplicates", "Events that came twice", MetricUnit.Count, [], AlertFigureSource.Quality, TimeSpan.FromDays(31)),
        new("late", "Late events", MetricUnit.Count, [], AlertFigureSource.Quality, TimeSpan.FromDays(31)),
        new("violations", "Violations of the tracking plan", MetricUnit.Count, [], AlertFigureSource.Quality, TimeSpan.FromDays(31)),
    ];

    /// <summary>Whether it is known of the past as it was known then, so that a rule on it can be simulated.</summary>
    public bool Simulated => Source is AlertFigureSource.Minutes or AlertFigureSource.Anomalies;

    /// <summary>The figure of a name; null when there is none.</summary>
    public static AlertFigure? Find(string? name) => All.FirstOrDefault(figure => figure.Name == name);
}
