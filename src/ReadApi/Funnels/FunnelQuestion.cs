using System.ComponentModel;
using GraphQL;
using Platform.Projections.Funnels;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Funnels;

/// <summary>An attempt is discarded when such an event falls between the events of two steps.</summary>
/// <param name="Match">Which events.</param>
/// <param name="AfterStep">Number of the earlier step, from 1.</param>
/// <param name="BeforeStep">Number of the later step.</param>
[Name("FunnelExclusion")]
public sealed record FunnelExclusionInput(EventMatchInput Match, int AfterStep, int BeforeStep);

/// <summary>A step of a funnel.</summary>
[Name("FunnelStepInput")]
public sealed class FunnelStepQuestion
{
    /// <summary>Which events.</summary>
    public required EventMatchInput Match { get; init; }

    /// <summary>It may be left out: what follows does not depend on it.</summary>
    [DefaultValue(false)]
    public bool? Optional { get; init; }
}

/// <summary>A question for how far persons, sessions or accounts get on a way of steps.</summary>
[Name("FunnelInput")]
public sealed class FunnelQuestion : SegmentedQuestion
{
    /// <summary>When step 1 happens; later steps may happen after it, within the window.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>The steps, 1 to 32.</summary>
    public required IReadOnlyList<FunnelStepQuestion> Steps { get; init; }

    /// <summary>Time from step 1 within which the others must happen, its end included.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>In which order the steps must happen.</summary>
    [DefaultValue(FunnelOrder.Ordered)]
    public FunnelOrder? Order { get; init; }

    /// <summary>Whose way is followed.</summary>
    [DefaultValue(FunnelUnit.Person)]
    public FunnelUnit? Unit { get; init; }

    /// <summary>Whose way instead: units are the values of this property, such as an account.</summary>
    public string? UnitProperty { get; init; }

    /// <summary>What counts of several attempts.</summary>
    [DefaultValue(FunnelCounting.BestAttempt)]
    public FunnelCounting? Counting { get; init; }

    /// <summary>Events that must not happen between steps.</summary>
    public IReadOnlyList<FunnelExclusionInput>? Exclusions { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>Property whose values split the funnel.</summary>
    public string? Breakdown { get; init; }

    /// <summary>Which event of an attempt gives that value.</summary>
    [DefaultValue(Projections.Funnels.Attribution.FirstTouch)]
    public Attribution? Attribution { get; init; }

    /// <summary>Number of the step, for attribution by STEP.</summary>
    public int? AttributionStep { get; init; }

    /// <summary>How many values get a funnel of their own.</summary>
    [DefaultValue(10)]
    public int? TopK { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal FunnelInput ToQuestion() => new(
        Range.ToQuestion(), [.. Steps.Select(step => new FunnelStepInput(step.Match.ToQuestion(), step.Optional ?? false))], Window)
    {
        Order = Order ?? FunnelOrder.Ordered,
        Unit = Unit ?? FunnelUnit.Person,
        UnitProperty = UnitProperty,
        Counting = Counting ?? FunnelCounting.BestAttempt,
        Exclusions = [.. (Exclusions ?? []).Select(exclusion => new FunnelExclusion(exclusion.Match.ToQuestion(), exclusion.AfterStep, exclusion.BeforeStep))],
        Filters = PropertyFilterInput.ToQuestion(Filters),
        Segment = Chosen,
        Breakdown = Breakdown,
        Attribution = Attribution ?? default,
        AttributionStep = AttributionStep,
        TopK = TopK ?? 10,
        AsOf = AsOf,
    };
}
