using System.Data.Common;
using System.Globalization;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

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
        // Durations are summed in whole microseconds: a sum of fractions depends on the order of the rows.
        var sql = new Sql();
        var value = KnownProperty.Expression(input.Property, sql);
        sql.Add($"""
            with visits as materialized (
                select value, session, person, count(*) as events, count(*) filter (is_view) as views
                from ({Selection.Of(sql, new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment },
                    $"{value} as value, person, e.session, e.is_view")}) where value is not null group by value, session, person),
            persons as (select distinct value, person from visits),
            ranked as (select value, count(*) as persons, any_value(events) as events
                       from persons join (select value, sum(events) as events from visits group by value) using (value) group by value),
            top as (select value from ranked order by persons desc, events desc, value limit {input.TopK}),
            counted as (select top.value, sum(events) as events, sum(views) as views, count(distinct person) as persons
                        from visits left join top using (value) group by top.value),
            visited as (
                select value, count(*) as sessions, avg(case when s.views = 1 and s.actions = 0 then 1.0 else 0.0 end) as bounce_rate,
                       avg(epoch_us(s.ended_at - s.started_at)) / 1e6 as seconds
                from (select distinct top.value, session from visits left join top using (value)) v join sessions s on s.key = v.session group by value)
            select c.value, c.persons, v.sessions, c.views::bigint, c.events::bigint, coalesce(v.bounce_rate, 0), coalesce(v.seconds, 0)
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
            value ?? Breakdown.Other, reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
            Convert.ToDouble(reader.GetValue(5), CultureInfo.InvariantCulture), TimeSpan.FromSeconds(reader.GetDouble(6))));
    }
}
