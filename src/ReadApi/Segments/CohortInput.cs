using System.ComponentModel;
using GraphQL;
using Platform.Projections.Funnels;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Projections.Retention;
using Platform.Projections.Segments;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.Segments;

/// <summary>Who makes up a cohort: one of `segment`, `start` and `funnel`.</summary>
[Name("CohortInput")]
public sealed class CohortQuestion
{
    private const int MostMembers = 10_000;

    /// <summary>Those for whom these rules hold.</summary>
    public SegmentQuestion? Segment { get; init; }

    /// <summary>Those who did this.</summary>
    public EventMatchInput? Start { get; init; }

    /// <summary>With `start`: within the last such period only (a month is 30 days).</summary>
    public RetentionPeriod? Period { get; init; }

    /// <summary>Those who got as far as a step of this funnel; always a static cohort.</summary>
    public FunnelQuestion? Funnel { get; init; }

    /// <summary>Number of the step, from 1.</summary>
    [DefaultValue(1)]
    public int? Step { get; init; }

    /// <summary>With `funnel`: only those who got no further.</summary>
    [DefaultValue(false)]
    public bool? Dropped { get; init; }

    /// <summary>Whether it consists for ever of those who belong to it now; else it is kept up to date.</summary>
    [DefaultValue(false)]
    public bool? Static { get; init; }

    internal bool IsStatic => Static == true || Funnel is not null;

    /// <exception cref="InvalidQuestionException">It says nothing, or too much.</exception>
    internal async Task<SegmentInput> ToQuestionAsync(
        string tenant, FunnelQuery funnels, PersonKeys keys, SavedSegmentQuery segments, CancellationToken cancellation) => this switch
    {
        { Segment: { } segment, Start: null, Funnel: null } => segment.ToQuestion(),
        { Segment: null, Start: { } start, Funnel: null } => new SegmentInput([new SegmentRule { Did = start.ToQuestion(), Within = Within }]),
        { Segment: null, Start: null, Funnel: { } funnel } => await MembersAsync(tenant, (await segments.WithAsync(tenant, funnel, cancellation)).ToQuestion(), funnels, keys, cancellation),
        _ => throw new InvalidQuestionException("A cohort needs one of 'segment', 'start' and 'funnel'."),
    };

    private TimeSpan? Within => Period switch
    {
        null => null,
        RetentionPeriod.Week => TimeSpan.FromDays(7),
        RetentionPeriod.Month => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(1),
    };

    private async Task<SegmentInput> MembersAsync(string tenant, FunnelInput funnel, FunnelQuery funnels, PersonKeys keys, CancellationToken cancellation)
    {
        var steps = (await funnels.RunAsync(tenant, funnel, cancellation)).All.Steps;
        if ((Step ?? 1) is var step && (step < 1 || step > steps.Count))
            throw new InvalidQuestionException($"'step' must be between 1 and {steps.Count}.");
        var persons = steps[step - 1].Persons(Dropped ?? false);
        return persons.Count <= MostMembers
            ? new SegmentInput([]) { Members = await keys.IdsAsync(tenant, persons, cancellation) }
            : throw new InvalidQuestionException($"A cohort of a funnel's persons can have {MostMembers} members; these are {persons.Count}. Choose a shorter range.");
    }
}
