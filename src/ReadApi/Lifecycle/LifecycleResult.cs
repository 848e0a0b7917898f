using GraphQL;
using Platform.Projections.Lifecycle;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;

namespace Platform.ReadApi.Lifecycle;

/// <summary>The answer.</summary>
public sealed class LifecycleResult
{
    private readonly LifecycleInput _input;
    private readonly Projections.Lifecycle.LifecycleResult _answer;

    internal LifecycleResult(LifecycleInput input, Projections.Lifecycle.LifecycleResult answer) => (_input, _answer) = (input, answer);

    /// <summary>The four counts of each period.</summary>
    public IReadOnlyList<LifecyclePeriod> Periods => _answer.Periods;

    /// <summary>Recorded time up to which events are in it.</summary>
    public DateTimeOffset AsOf => _answer.AsOf;

    /// <summary>Persons who are one of the four in the period that begins at `start`.</summary>
    public async Task<PersonConnection> PersonsAsync(
        [FromServices] LifecycleQuery query, [FromServices] PersonPages pages, IResolveFieldContext context, DateTimeOffset start, LifecycleState state,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => await pages.OfAsync(
            context, await query.PersonsAsync(OperationContext.Of(context).Tenant, _input, start, state, cancellation), first ?? 50, after, cancellation);
}
