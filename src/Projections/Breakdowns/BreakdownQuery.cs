using System.Data.Common;
using System.Globalization;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Breakdowns;

/// <summary>Answers breakdowns from the exploration store.</summary>
public sealed class BreakdownQuery(ExplorationStore store)
{
    /// <summary>Answers a breakdown: the values by number of persons, then events.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<BreakdownResult> RunAsync(string tenant, BreakdownInput input, CancellationToken cancellation)
    {
        if (input.TopK is < 1 or > 1_000)
            throw new InvalidQuestionException("'topK' must be between 1 and 1000.");
        var sql = new Sql();
        var value = KnownProperty.Expression(input.Property, sql);
        sql.Add($"""
            with chosen as materialized ({Selection.Of(sql, tenant, input.Range, input.Filters,
                $"{value} as value, person, e.session_id, e.is_view", null, input.AsOf)}),
            top as (select value from chosen where value is not null group by value
                    order by count(distinct person) desc, count(*) desc, value limit {input.TopK}),
            grouped as (select top.value, person, session_id, is_view from chosen left join top using (value) where chosen.value is not null),
            counted as (
                select value, count(distinct person) as persons, count(distinct session_id) as sessions,
                       count(*) filter (is_view) as views, count(*) as events
                from grouped group by value),
            visited as (
                select value, avg(case when s.views = 1 and s.actions = 0 then 1.0 else 0.0 end) as bounce_rate,
                       avg(epoch(s.ended_at - s.started_at)) as seconds
                from (select distinct value, session_id from grouped) v join sessions s on s.id = v.session_id group by value)
            select c.value, c.persons, c.sessions, c.views, c.events, coalesce(v.bounce_rate, 0), coalesce(v.seconds, 0)
            from counted c left join visited v on v.value is not distinct from c.value
            order by c.value is null, c.persons desc, c.events desc, c.value
            """);
        var rows = await store.QueryAsync(sql, Read, cancellation);
        return new BreakdownResult([.. rows.Where(row => row.Value is not null).Select(row => row.Row)],
            rows.FirstOrDefault(row => row.Value is null).Row);
    }

    private static (string? Value, BreakdownRow Row) Read(DbDataReader reader)
    {
        var value = reader.IsDBNull(0) ? null : reader.GetString(0);
        return (value, new BreakdownRow(
            value ?? TrendQuery.Other, reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
            Convert.ToDouble(reader.GetValue(5), CultureInfo.InvariantCulture), TimeSpan.FromSeconds(reader.GetDouble(6))));
    }
}
