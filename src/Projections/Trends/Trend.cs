using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>What is computed of the events of a series.</summary>
public enum Aggregate
{
    /// <summary>How many events.</summary>
    Total,

    /// <summary>How many different persons.</summary>
    UniquePersons,

    /// <summary>How many different sessions.</summary>
    UniqueSessions,

    /// <summary>Sum of a numeric property.</summary>
    Sum,

    /// <summary>Mean of a numeric property.</summary>
    Average,

    /// <summary>Least value of a numeric property.</summary>
    Minimum,

    /// <summary>Greatest value of a numeric property.</summary>
    Maximum,

    /// <summary>Median of a numeric property.</summary>
    P50,

    /// <summary>90th percentile of a numeric property.</summary>
    P90,

    /// <summary>99th percentile of a numeric property.</summary>
    P99,
}

/// <summary>One line of a trend.</summary>
/// <param name="Property">The numeric property, for the aggregates that need one.</param>
/// <param name="Key">Name of the series in the answer; its position as a letter (A, B…) by default.</param>
public sealed record SeriesInput(EventMatch Match, Aggregate Aggregate = Aggregate.Total, string? Property = null, string? Key = null);

/// <summary>Numbers over time.</summary>
public sealed record TrendInput(TimeRange Range, Granularity Granularity, IReadOnlyList<SeriesInput> Series)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Properties whose values split the series; three at most.</summary>
    public IReadOnlyList<string> Breakdowns { get; init; } = [];

    /// <summary>How many values get a line of their own; the rest is one line, "other".</summary>
    public int TopK { get; init; } = 10;

    /// <summary>Only these persons' events.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>Arithmetic over the series by their keys, such as <c>A / B * 100</c>: the answer is its lines instead.</summary>
    public string? Formula { get; init; }

    /// <summary>Number of periods, the point's own and those before it, whose mean is answered beside each point.</summary>
    public int? MovingAverage { get; init; }

    /// <summary>Also answer for the range before.</summary>
    public bool ComparePrevious { get; init; }

    /// <summary>IANA zone of the periods; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record Trend(IReadOnlyList<TrendSeries> Series, DateTimeOffset AsOf);

/// <summary>One line of the answer.</summary>
/// <param name="Breakdown">The value that it stands for, if broken down.</param>
/// <param name="Total">Over the whole range: never the sum of unique counts.</param>
public sealed record TrendSeries(
    string Key, string Label, IReadOnlyList<string> Breakdown, IReadOnlyList<TrendPoint> Points, double Total,
    IReadOnlyList<TrendPoint>? Previous)
{
    /// <summary>Mean of each point and those before it, on request.</summary>
    public IReadOnlyList<TrendPoint>? MovingAverage { get; init; }
}

/// <summary>The value of a period.</summary>
/// <param name="Complete">False while the period is not over.</param>
public sealed record TrendPoint(DateTimeOffset Start, double Value, bool Complete);
