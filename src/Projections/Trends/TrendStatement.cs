using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>The SQL of one series of a trend: rows of period, value and number; the period is null for the whole range.</summary>
internal static class TrendStatement
{
    /// <summary>Stands between the values of several breakdowns.</summary>
    public const char Separator = '\u001f';

    /// <param name="values">The values that get lines of their own; the top ones when null.</param>
    public static Sql Of(string tenant, TrendInput input, SeriesInput series, TimeRange range, Periods periods, IReadOnlyList<string>? values)
    {
        var sql = new Sql();
        var parts = input.Breakdowns.Select(breakdown => $"coalesce({KnownProperty.Expression(breakdown, sql)}, '{Breakdown.Missing}')").ToList();
        var value = parts.Count > 1 ? $"concat_ws(chr({(int)Separator}), {string.Join(", ", parts)})" : parts.FirstOrDefault() ?? "null::varchar";
        var number = series.Property is { } property ? $"try_cast({KnownProperty.Expression(property, sql)} as double)" : "null::double";
        var scope = new Scope(tenant, range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment };
        var chosen = Selection.Of(sql, scope,
            $"{periods.Expression("e.occurred_at", sql.Value)} as period, {value} as value, {number} as number, person, e.session", [series.Match]);
        var aggregate = Function(series.Aggregate);
        if (parts.Count == 0)
            return sql.Add($"select period, null::varchar, ({aggregate})::double from ({chosen}) group by grouping sets ((period), ())");
        var top = values switch
        {
            null => $"select value from chosen group by value order by {aggregate} desc, value limit {input.TopK}",
            [] => "select null::varchar as value where false",
            _ => $"select * from (values {string.Join(", ", values.Select(one => $"({sql.Value(one)})"))}) as given (value)",
        };
        return sql.Add($"""
            with chosen as materialized ({chosen}), top as ({top}),
            grouped as (select period, coalesce(top.value, '{Breakdown.Other}') as value, number, person, session from chosen left join top using (value))
            select period, value, ({aggregate})::double from grouped group by grouping sets ((period, value), (value))
            """);
    }

    private static string Function(Aggregate aggregate) => aggregate switch
    {
        Aggregate.Total => "count(*)",
        Aggregate.UniquePersons => "count(distinct person)",
        Aggregate.UniqueSessions => "count(distinct session)",
        Aggregate.Sum => "sum(number)",
        Aggregate.Average => "avg(number)",
        Aggregate.Minimum => "min(number)",
        Aggregate.Maximum => "max(number)",
        Aggregate.P50 => "quantile_cont(number, 0.5)",
        Aggregate.P90 => "quantile_cont(number, 0.9)",
        Aggregate.P99 => "quantile_cont(number, 0.99)",
        _ => throw new InvalidQuestionException($"The aggregate {aggregate} is not known."),
    };
}
