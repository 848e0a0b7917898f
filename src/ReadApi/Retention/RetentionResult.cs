using GraphQL;
using Platform.Projections.Questions;
using Platform.Projections.Retention;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Persons;

namespace Platform.ReadApi.Retention;

/// <summary>The answer.</summary>
public sealed class RetentionResult
{
    private readonly RetentionInput _input;
    private readonly Projections.Retention.RetentionResult _answer;

    internal RetentionResult(RetentionInput input, Projections.Retention.RetentionResult answer) => (_input, _answer) = (input, answer);

    /// <summary>Those who began in the same period, with the same value where they are split.</summary>
    public IReadOnlyList<RetentionCohort> Cohorts => _answer.Cohorts;

    /// <summary>For each period, the share that came back in all cohorts for which it is over, weighted by their size.</summary>
    public IReadOnlyList<double> Mean => _answer.Mean;

    /// <summary>How time was divided.</summary>
    public RetentionPeriod Period => _answer.Period;

    /// <summary>The calendar's zone.</summary>
    public string TimeZone => _answer.TimeZone;

    /// <summary>Recorded time up to which events are in it.</summary>
    public DateTimeOffset AsOf => _answer.AsOf;

    /// <summary>Persons of the cohort that begins at `start` who came back in a period; for period 0, all of the cohort.</summary>
    public async Task<PersonConnection> PersonsAsync(
        [FromServices] RetentionQuery query, [FromServices] PersonPages pages, IResolveFieldContext context, DateTimeOffset start, int period,
        string? breakdown = null, int? first = 50, string? after = null, CancellationToken cancellation = default)
    {
        var values = _answer.Cohorts.Select(cohort => cohort.Breakdown).OfType<string>().Distinct().Where(value => value != Breakdown.Other).ToList();
        if (_input.Breakdown is null != breakdown is null)
            throw new InvalidQuestionException("'breakdown' is the value of a cohort; give it where the answer has one, and only there.");
        var keys = await query.PersonsAsync(
            OperationContext.Of(context).Tenant, _input, start, period, breakdown is null ? null : breakdown == Breakdown.Other ? values : [breakdown],
            breakdown == Breakdown.Other, cancellation);
        return await pages.OfAsync(context, keys, first ?? 50, after, cancellation);
    }
}
