using System.ComponentModel;
using GraphQL;
using Platform.Projections.Retention;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Retention;

/// <summary>A question for how many of those who began come back.</summary>
[Name("RetentionInput")]
public sealed class RetentionQuestion : SegmentedQuestion
{
    /// <summary>When they began.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>What beginning is.</summary>
    public required EventMatchInput Start { get; init; }

    /// <summary>What coming back is.</summary>
    public required EventMatchInput Return { get; init; }

    /// <summary>How time after the start is divided.</summary>
    public required RetentionPeriod Period { get; init; }

    /// <summary>How many periods of each cohort, the one of the start included.</summary>
    [DefaultValue(12)]
    public int Periods { get; init; }

    /// <summary>When a person counts as having come back.</summary>
    [DefaultValue(RetentionMode.On)]
    public RetentionMode? Mode { get; init; }

    /// <summary>Which start events put a person into a cohort.</summary>
    [DefaultValue(Projections.Retention.CohortStart.FirstEver)]
    public CohortStart? CohortStart { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>Property of the start event whose values split the cohorts.</summary>
    public string? Breakdown { get; init; }

    /// <summary>How many values get cohorts of their own.</summary>
    [DefaultValue(10)]
    public int? TopK { get; init; }

    /// <summary>IANA zone of the calendar; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal RetentionInput ToQuestion() => new(Range.ToQuestion(), Start.ToQuestion(), Return.ToQuestion(), Period, Periods)
    {
        Mode = Mode ?? RetentionMode.On,
        CohortStart = CohortStart ?? default,
        Filters = PropertyFilterInput.ToQuestion(Filters),
        Segment = Chosen,
        Breakdown = Breakdown,
        TopK = TopK ?? 10,
        TimeZone = TimeZone,
        AsOf = AsOf,
    };
}
