using System.Globalization;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Overview;

/// <summary>Answers the key figures from the exploration store.</summary>
public sealed class OverviewQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>The figures of the range, and of the one before on request.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<OverviewResult> RunAsync(
        string tenant, TimeRange range, IReadOnlyList<PropertyFilter> filters, bool comparePrevious, DateTimeOffset? asOf, CancellationToken cancellation) =>
        new(await FiguresAsync(new Scope(tenant, range) { Filters = filters, AsOf = asOf }, cancellation),
            comparePrevious ? await FiguresAsync(new Scope(tenant, range.Previous()) { Filters = filters, AsOf = asOf }, cancellation) : null,
            asOf ?? clock.GetUtcNow());

    private async Task<OverviewFigures> FiguresAsync(Scope scope, CancellationToken cancellation)
    {
        // Durations are summed in whole microseconds: a sum of fractions depends on the order of the rows.
        var sql = new Sql();
        sql.Add($"""
            with chosen as materialized (
                select person, session, count(*) as events, count(*) filter (is_view) as views
                from ({Selection.Of(sql, scope, "person, e.session, e.is_view")}) group by person, session),
            visited as (
                select count(*) as sessions, avg(case when s.views = 1 and s.actions = 0 then 1.0 else 0.0 end) as bounce_rate,
                       avg(epoch_us(s.ended_at - s.started_at)) / 1e6 as seconds
                from (select distinct session from chosen) v join sessions s on s.key = v.session)
            select (select count(distinct person) from chosen), sessions, (select coalesce(sum(views), 0)::bigint from chosen),
                   (select coalesce(sum(events), 0)::bigint from chosen), coalesce(bounce_rate, 0), coalesce(seconds, 0)
            from visited
            """);
        var rows = await store.QueryAsync(sql, reader => new OverviewFigures(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
            Convert.ToDouble(reader.GetValue(4), CultureInfo.InvariantCulture), TimeSpan.FromSeconds(reader.GetDouble(5)),
            reader.GetInt64(1) == 0 ? 0 : (double)reader.GetInt64(2) / reader.GetInt64(1)), cancellation);
        return rows[0];
    }
}
