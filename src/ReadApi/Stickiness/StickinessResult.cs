using GraphQL;
using Platform.Projections.Stickiness;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;

namespace Platform.ReadApi.Stickiness;

/// <summary>The answer: a row for each possible number of days.</summary>
public sealed class StickinessResult
{
    private readonly StickinessInput _input;
    private readonly Projections.Stickiness.StickinessResult _answer;

    internal StickinessResult(StickinessInput input, Projections.Stickiness.StickinessResult answer) => (_input, _answer) = (input, answer);

    /// <summary>How many persons for each number of days.</summary>
    public IReadOnlyList<StickinessDay> Days => _answer.Days;

    /// <summary>Recorded time up to which events are in it.</summary>
    public DateTimeOffset AsOf => _answer.AsOf;

    /// <summary>Persons who were active on exactly so many different days.</summary>
    public async Task<PersonConnection> PersonsAsync(
        [FromServices] StickinessQuery query, [FromServices] PersonPages pages, IResolveFieldContext context, int daysActive, int? first = 50,
        string? after = null, CancellationToken cancellation = default) => await pages.OfAsync(
            context, await query.PersonsAsync(OperationContext.Of(context).Tenant, _input, daysActive, cancellation), first ?? 50, after, cancellation);
}
