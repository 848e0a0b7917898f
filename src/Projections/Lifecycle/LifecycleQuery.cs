using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Lifecycle;

/// <summary>Asks who is new, back, back after a pause, or gone, by period. Whole periods: the first one counts from its own start.</summary>
public sealed record LifecycleInput(TimeRange Range, Granularity Granularity, EventMatch Match)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>IANA zone of the periods; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record LifecycleResult(IReadOnlyList<LifecyclePeriod> Periods, DateTimeOffset AsOf);

/// <summary>Persons of a period: the first three are all that were active in it.</summary>
/// <param name="New">Active in it for the first time ever.</param>
/// <param name="Returning">Active in it and in the one before.</param>
/// <param name="Resurrecting">Active in it, not in the one before, but earlier.</param>
/// <param name="Dormant">Active in the one before, not in it.</param>
/// <param name="Complete">False while the period is not over.</param>
public sealed record LifecyclePeriod(DateTimeOffset Start, long New, long Returning, long Resurrecting, long Dormant, bool Complete);

/// <summary>Answers lifecycles from the exploration store.</summary>
public sealed class LifecycleQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>The four counts of each period.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<LifecycleResult> RunAsync(string tenant, LifecycleInput input, CancellationToken cancellation)
    {
        var periods = Periods.In(input.Granularity, input.TimeZone);
        var sql = new Sql();
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment }.WithHistory;
        sql.Add($"""
            with active as materialized (
                select distinct person, {periods.Expression("moment", sql.Value)} as period
                from ({Selection.Of(sql, scope, "person, e.occurred_at as moment", [input.Match])}))
            select period, 'active', count(*) from active group by period
            union all
            select period, 'new', count(*) from (select min(period) as period from active group by person) group by period
            union all
            select a.period, 'returning', count(*)
            from active a join active b on b.person = a.person and b.period = a.period - interval 1 {input.Granularity} group by a.period
            """);
        var counts = (await store.QueryAsync(sql, reader => (At: reader.GetDateTime(0), Kind: reader.GetString(1), Persons: reader.GetInt64(2)), cancellation))
            .ToDictionary(row => (row.At, row.Kind), row => row.Persons);
        var now = input.AsOf ?? clock.GetUtcNow();
        return new LifecycleResult([.. periods.Of(input.Range).Select(period =>
        {
            long Count(string kind) => counts.GetValueOrDefault((period.Local, kind));
            var before = counts.GetValueOrDefault((periods.Before(period.Local), "active"));
            return new LifecyclePeriod(period.Start, Count("new"), Count("returning"), Count("active") - Count("new") - Count("returning"),
                before - Count("returning"), period.End <= now);
        })], now);
    }
}
