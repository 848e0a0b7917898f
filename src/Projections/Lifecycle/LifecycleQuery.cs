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

/// <summary>What a person is in a period.</summary>
public enum LifecycleState
{
    /// <summary>Active in it for the first time ever.</summary>
    New,

    /// <summary>Active in it and in the one before.</summary>
    Returning,

    /// <summary>Active in it, not in the one before, but earlier.</summary>
    Resurrecting,

    /// <summary>Active in the one before, not in it.</summary>
    Dormant,
}

/// <summary>Answers lifecycles from the exploration store.</summary>
public sealed class LifecycleQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>The four counts of each period.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<LifecycleResult> RunAsync(string tenant, LifecycleInput input, CancellationToken cancellation)
    {
        var periods = Periods.In(input.Granularity, input.TimeZone);
        var sql = new Sql();
        sql.Add($"""
            with active as materialized ({Active(sql, tenant, input, periods)})
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

    /// <summary>Keys, ascending, of the persons who are one of the four in a period.</summary>
    /// <param name="start">When the period begins, as the answer told it.</param>
    /// <exception cref="InvalidQuestionException">There is no such period, or it cannot be answered as asked.</exception>
    public Task<List<long>> PersonsAsync(string tenant, LifecycleInput input, DateTimeOffset start, LifecycleState state, CancellationToken cancellation)
    {
        var periods = Periods.In(input.Granularity, input.TimeZone);
        var period = periods.At(input.Range, start);
        var sql = new Sql();
        string Here() => sql.Value(period);
        string Before() => sql.Value(periods.Before(period));
        sql.Add($"""
            select person from ({Active(sql, tenant, input, periods)}) group by person
            having {state switch
            {
                LifecycleState.New => $"min(period) = {Here()}",
                LifecycleState.Returning => $"bool_or(period = {Here()}) and bool_or(period = {Before()})",
                LifecycleState.Resurrecting => $"bool_or(period = {Here()}) and not bool_or(period = {Before()}) and min(period) < {Here()}",
                _ => $"bool_or(period = {Before()}) and not bool_or(period = {Here()})",
            }}
            order by person
            """);
        return store.QueryAsync(sql, reader => reader.GetInt64(0), cancellation);
    }

    private static string Active(Sql sql, string tenant, LifecycleInput input, Periods periods)
    {
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment }.WithHistory;
        return $"""
            select distinct person, {periods.Expression("moment", sql.Value)} as period
            from ({Selection.Of(sql, scope, "person, e.occurred_at as moment", [input.Match])})
            """;
    }
}
