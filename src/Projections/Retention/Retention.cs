using Platform.Projections.Questions;

namespace Platform.Projections.Retention;

/// <summary>How time after the start is divided.</summary>
public enum RetentionPeriod
{
    /// <summary>Calendar days.</summary>
    Day,

    /// <summary>Calendar weeks, from Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,

    /// <summary>24 hours each, from a person's own start; cohorts are calendar days.</summary>
    RollingDay,
}

/// <summary>When a person counts as having come back.</summary>
public enum RetentionMode
{
    /// <summary>In the period itself.</summary>
    On,

    /// <summary>In the period or in any later one.</summary>
    OnOrAfter,
}

/// <summary>Which start events put a person into a cohort.</summary>
public enum CohortStart
{
    /// <summary>The first one ever: a person is in one cohort.</summary>
    FirstEver,

    /// <summary>Any: a person is in the cohort of every period with a start event.</summary>
    Any,
}

/// <summary>Asks how many of those who began come back.</summary>
/// <param name="Periods">How many periods of each cohort, the one of the start included.</param>
public sealed record RetentionInput(TimeRange Range, EventMatch Start, EventMatch Return, RetentionPeriod Period, int Periods = 12)
{
    /// <summary>When a person counts as having come back.</summary>
    public RetentionMode Mode { get; init; }

    /// <summary>Which start events count.</summary>
    public CohortStart CohortStart { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>Property of the start event whose values split the cohorts.</summary>
    public string? Breakdown { get; init; }

    /// <summary>How many values get cohorts of their own.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>IANA zone of the calendar; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="Mean">For each period, the share that came back in all cohorts for which it is over, weighted by their size.</param>
/// <param name="Period">How time was divided.</param>
/// <param name="TimeZone">The calendar's zone.</param>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record RetentionResult(IReadOnlyList<RetentionCohort> Cohorts, IReadOnlyList<double> Mean, RetentionPeriod Period, string TimeZone, DateTimeOffset AsOf);

/// <summary>Those who began in the same period.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Breakdown">The value that it stands for, if broken down.</param>
/// <param name="Size">How many persons.</param>
/// <param name="Counts">How many came back, by period; the first is the size.</param>
/// <param name="Rates">The same as shares of the size.</param>
/// <param name="Complete">False for a period that is not over.</param>
public sealed record RetentionCohort(
    DateTimeOffset Start, string? Breakdown, long Size, IReadOnlyList<long> Counts, IReadOnlyList<double> Rates, IReadOnlyList<bool> Complete);
