using Platform.Projections.Questions;

namespace Platform.Projections.Funnels;

/// <summary>In which order the steps of a funnel must happen.</summary>
public enum FunnelOrder
{
    /// <summary>In order; other events may happen between.</summary>
    Ordered,

    /// <summary>In order, and no other event of the same unit between.</summary>
    Strict,

    /// <summary>In any order: step k counts those with at least k different steps.</summary>
    Unordered,
}

/// <summary>Whose way through a funnel is followed.</summary>
public enum FunnelUnit
{
    /// <summary>A person's, over all its visitors and sessions.</summary>
    Person,

    /// <summary>A session's.</summary>
    Session,
}

/// <summary>Which event of an attempt gives the value that it is broken down by.</summary>
public enum Attribution
{
    /// <summary>The first step's event that has the property.</summary>
    FirstTouch,

    /// <summary>The last reached step's event that has the property.</summary>
    LastTouch,

    /// <summary>The event of a named step.</summary>
    Step,
}

/// <summary>What counts of a unit's attempts.</summary>
public enum FunnelCounting
{
    /// <summary>One: the attempt that got furthest; of several, the first.</summary>
    BestAttempt,

    /// <summary>Every attempt that begins after the one before has ended.</summary>
    EveryAttempt,
}

/// <summary>An attempt is discarded when such an event falls between the events of two steps.</summary>
/// <param name="AfterStep">Number of the earlier step, from 1.</param>
/// <param name="BeforeStep">Number of the later step.</param>
public sealed record FunnelExclusion(EventMatch Match, int AfterStep, int BeforeStep);

/// <summary>A step of a funnel.</summary>
/// <param name="Optional">It may be left out: what follows does not depend on it.</param>
public sealed record FunnelStepInput(EventMatch Match, bool Optional = false);

/// <summary>Asks how far the units get on a way of steps.</summary>
/// <param name="Range">When step 1 happens; later steps may happen after it, within the window.</param>
/// <param name="Window">Time from step 1 within which the others must happen, its end included.</param>
public sealed record FunnelInput(TimeRange Range, IReadOnlyList<FunnelStepInput> Steps, TimeSpan Window)
{
    /// <summary>In which order.</summary>
    public FunnelOrder Order { get; init; }

    /// <summary>Whose way.</summary>
    public FunnelUnit Unit { get; init; }

    /// <summary>Whose way instead of <see cref="Unit"/>: units are the values of this property, such as an account.</summary>
    public string? UnitProperty { get; init; }

    /// <summary>What counts of several attempts.</summary>
    public FunnelCounting Counting { get; init; }

    /// <summary>Events that must not happen between steps.</summary>
    public IReadOnlyList<FunnelExclusion> Exclusions { get; init; } = [];

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons' events.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>Property whose values split the funnel.</summary>
    public string? Breakdown { get; init; }

    /// <summary>Which event gives the value.</summary>
    public Attribution Attribution { get; init; }

    /// <summary>Number of the step for <see cref="Attribution.Step"/>.</summary>
    public int? AttributionStep { get; init; }

    /// <summary>How many values get a funnel of their own; the rest is one, "(other)".</summary>
    public int TopK { get; init; } = 10;

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
