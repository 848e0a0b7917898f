using System.ComponentModel;
using GraphQL;
using Platform.Projections.Questions;
using Platform.Projections.Trends;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Trends;

/// <summary>One line of a trend.</summary>
[Name("SeriesInput")]
public sealed class SeriesQuestion
{
    /// <summary>Which events.</summary>
    public required EventMatchInput Match { get; init; }

    /// <summary>What is computed of them.</summary>
    [DefaultValue(Aggregate.Total)]
    public Aggregate Aggregate { get; init; }

    /// <summary>The numeric property, for the aggregates that need one.</summary>
    public string? Property { get; init; }

    /// <summary>Name of the series in the answer; its position as a letter by default.</summary>
    public string? Key { get; init; }

    internal SeriesInput ToQuestion() => new(Match.ToQuestion(), Aggregate, Property, Key);
}

/// <summary>A question for numbers over time.</summary>
[Name("TrendInput")]
public sealed class TrendQuestion : SegmentedQuestion
{
    /// <summary>From when to when.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>Length of a period.</summary>
    public required Granularity Granularity { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<SeriesQuestion> Series { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>Properties whose values split the series; three at most.</summary>
    public IReadOnlyList<string>? Breakdowns { get; init; }

    /// <summary>How many values get a line of their own.</summary>
    [DefaultValue(10)]
    public int? TopK { get; init; }

    /// <summary>Arithmetic over the series by their keys, such as `A / B * 100`: the answer is its lines instead.</summary>
    public string? Formula { get; init; }

    /// <summary>Number of periods, the point's own and those before it, whose mean is answered beside each point.</summary>
    public int? MovingAverage { get; init; }

    /// <summary>Also answer for the range before.</summary>
    [DefaultValue(false)]
    public bool? ComparePrevious { get; init; }

    /// <summary>IANA zone of the periods; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal TrendInput ToQuestion() => new(Range.ToQuestion(), Granularity, [.. Series.Select(series => series.ToQuestion())])
    {
        Filters = PropertyFilterInput.ToQuestion(Filters),
        Breakdowns = Breakdowns ?? [],
        TopK = TopK ?? 10,
        Segment = Chosen,
        Formula = Formula,
        MovingAverage = MovingAverage,
        ComparePrevious = ComparePrevious ?? false,
        TimeZone = TimeZone,
        AsOf = AsOf,
    };
}
