using GraphQL;
using Platform.Projections.Funnels;
using Platform.Projections.Funnels.Saved;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;

namespace Platform.ReadApi.Funnels;

/// <summary>How far the units got.</summary>
/// <param name="Steps">All of them.</param>
/// <param name="Breakdowns">By value of the breakdown's property, the most common first; "(other)" is last, "(none)" is what has no value.</param>
/// <param name="Conversion">Share of those that began which took every required step.</param>
/// <param name="TimeToConvert">How long these took.</param>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
/// <param name="FromReadModel">Whether a saved funnel's read model answered, instead of the events.</param>
/// <param name="Version">Which definition of the saved funnel answered; null where none is saved.</param>
public sealed record FunnelResult(
    IReadOnlyList<FunnelStep> Steps, IReadOnlyList<FunnelBreakdown> Breakdowns, double Conversion, TimeToConvert TimeToConvert,
    DateTimeOffset AsOf, bool FromReadModel, int? Version = null)
{
    private FunnelAnswer? _answer;

    /// <summary>
    /// What tells those who took every step from those who began and did not: other events of the same time, and values of the given
    /// properties, the clearest first, each with its counts and odds ratio. It goes along with converting; that it causes it is not said.
    /// </summary>
    public Task<IReadOnlyList<FunnelCorrelation>> CorrelationsAsync(
        [FromServices] FunnelCorrelationQuery query, IResolveFieldContext context, IReadOnlyList<string>? properties = null, int? first = 10,
        CancellationToken cancellation = default) =>
        query.RunAsync(OperationContext.Of(context).Tenant, _answer!, properties ?? [], first ?? 10, cancellation);

    internal static FunnelResult Of(FunnelAnswer answer) => new(
        [.. answer.All.Steps.Select(FunnelStep.Of)], [.. answer.Parts.Select(part => new FunnelBreakdown(part.Value!, [.. part.Steps.Select(FunnelStep.Of)]))],
        answer.All.Conversion, new TimeToConvert(answer.All), answer.AsOf, false) { _answer = answer };

    internal static FunnelResult Of(SavedAnswer saved) => Of(saved.Answer) with { FromReadModel = saved.FromReadModel, Version = saved.Version };
}

/// <summary>The units of one value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Steps">How far they got.</param>
public sealed record FunnelBreakdown(string Value, IReadOnlyList<FunnelStep> Steps);

/// <summary>A step of a funnel's answer.</summary>
public sealed class FunnelStep
{
    private readonly FunnelStepCount _step;

    private FunnelStep(FunnelStepCount step) => _step = step;

    /// <summary>From 0.</summary>
    public required int Index { get; init; }

    /// <summary>What it is called.</summary>
    public required string Label { get; init; }

    /// <summary>How many got this far.</summary>
    public required long Count { get; init; }

    /// <summary>Share of step 1.</summary>
    public required double ConversionFromStart { get; init; }

    /// <summary>Share of the step before; of the required one before, where steps are optional.</summary>
    public required double ConversionFromPrevious { get; init; }

    /// <summary>Half of those that took this step did so within this time of their step before.</summary>
    public TimeSpan? MedianTimeFromPrevious => _step.MedianTimeFromPrevious;

    /// <summary>Nine in ten did.</summary>
    public TimeSpan? P90TimeFromPrevious => _step.P90TimeFromPrevious;

    /// <summary>Persons who got this far and, with `dropped`, no further.</summary>
    public Task<PersonConnection> PersonsAsync(
        [FromServices] PersonPages pages, IResolveFieldContext context, bool? dropped = false, int? first = 50, string? after = null,
        CancellationToken cancellation = default) =>
        pages.OfAsync(context, _step.Persons(dropped ?? false), first ?? 50, after, cancellation);

    internal static FunnelStep Of(FunnelStepCount step) => new(step)
    {
        Index = step.Index, Label = step.Label, Count = step.Count,
        ConversionFromStart = step.ConversionFromStart, ConversionFromPrevious = step.ConversionFromPrevious,
    };
}
