using GraphQL;
using Platform.Projections.Attributions;
using Platform.Projections.Questions;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;

namespace Platform.ReadApi.Attributions;

/// <summary>The answer: what each value is owed. By every model the credits add up to the conversions.</summary>
public sealed class AttributionResult
{
    private readonly AttributionInput _input;
    private readonly Projections.Attributions.AttributionResult _answer;

    internal AttributionResult(AttributionInput input, Projections.Attributions.AttributionResult answer) => (_input, _answer) = (input, answer);

    /// <summary>By value, those before most conversions first; "(other)" is last.</summary>
    public IReadOnlyList<AttributionRow> Rows => _answer.Rows;

    /// <summary>How many conversions there were.</summary>
    public long Conversions => _answer.Conversions;

    /// <summary>The sum of their amounts; null when none was asked for.</summary>
    public double? Amount => _answer.Amount;

    /// <summary>Recorded time up to which events are in it.</summary>
    public DateTimeOffset AsOf => _answer.AsOf;

    /// <summary>Persons by whose conversions a model owes anything to a value.</summary>
    public async Task<PersonConnection> PersonsAsync(
        [FromServices] AttributionQuery query, [FromServices] PersonPages pages, IResolveFieldContext context, AttributionModel model, string value,
        int? first = 50, string? after = null, CancellationToken cancellation = default)
    {
        var named = _answer.Rows.Select(row => row.Value).Where(name => name != Breakdown.Other).ToHashSet();
        var keys = await query.PersonsAsync(
            OperationContext.Of(context).Tenant, _input, model, value == Breakdown.Other ? named : [value], value == Breakdown.Other, cancellation);
        return await pages.OfAsync(context, keys, first ?? 50, after, cancellation);
    }
}
