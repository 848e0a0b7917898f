using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>Answers trends from the exploration store.</summary>
public sealed class TrendQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>Answers a trend.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<Trend> RunAsync(string tenant, TrendInput input, CancellationToken cancellation)
    {
        Check(input);
        var now = clock.GetUtcNow();
        var lines = new List<TrendSeries>();
        foreach (var (series, index) in input.Series.Select((series, index) => (series, index)))
        {
            var current = await LinesAsync(tenant, input, series, input.Range, now, cancellation);
            var previous = input.ComparePrevious
                ? await LinesAsync(tenant, input, series, input.Range.Previous, now, cancellation)
                : null;
            var key = series.Key ?? ((char)('A' + index)).ToString();
            lines.AddRange(current.Select(line => new TrendSeries(
                key, series.Match.Label ?? series.Match.Name, line.Value is null ? [] : [line.Value], line.Points, line.Total,
                previous is null ? null : previous.FirstOrDefault(before => before.Value == line.Value)?.Points ?? Zeroes(input, now))));
        }
        return new Trend(lines, input.AsOf ?? now);
    }

    private async Task<List<Line>> LinesAsync(
        string tenant, TrendInput input, SeriesInput series, TimeRange range, DateTimeOffset now, CancellationToken cancellation)
    {
        var periods = Periods.In(input.Granularity, input.TimeZone);
        var sql = Build(tenant, input, series, range, periods);
        var rows = await store.QueryAsync(sql, reader => (
            Local: reader.IsDBNull(0) ? (DateTime?)null : reader.GetDateTime(0),
            Value: reader.IsDBNull(1) ? null : reader.GetString(1),
            Number: reader.IsDBNull(2) ? 0 : reader.GetDouble(2)), cancellation);
        var starts = periods.Of(range);
        var lines = rows.GroupBy(row => row.Value).Select(line =>
        {
            var values = line.Where(row => row.Local is not null).ToDictionary(row => row.Local!.Value, row => row.Number);
            return new Line(
                line.Key,
                [.. starts.Select(period => new TrendPoint(period.Start, values.GetValueOrDefault(period.Local), period.End <= now))],
                line.FirstOrDefault(row => row.Local is null).Number);
        }).OrderBy(line => line.Value == Breakdown.Other).ThenByDescending(line => line.Total).ThenBy(line => line.Value, StringComparer.Ordinal).ToList();
        return lines.Count == 0 && input.Breakdowns.Count == 0
            ? [new Line(null, [.. starts.Select(period => new TrendPoint(period.Start, 0, period.End <= now))], 0)]
            : lines;
    }

    private static Sql Build(string tenant, TrendInput input, SeriesInput series, TimeRange range, Periods periods)
    {
        var sql = new Sql();
        var broken = input.Breakdowns.Count == 1;
        var value = broken ? $"coalesce({KnownProperty.Expression(input.Breakdowns[0], sql)}, '{Breakdown.Missing}')" : "null::varchar";
        var number = series.Property is { } property ? $"try_cast({KnownProperty.Expression(property, sql)} as double)" : "null::double";
        var aggregate = Function(series.Aggregate);
        sql.Add($"""
            with chosen as materialized ({Selection.Of(sql, new Scope(tenant, range) { Filters = input.Filters, AsOf = input.AsOf },
                $"{periods.Expression("e.occurred_at", sql.Value)} as period, {value} as value, {number} as number, person, e.session",
                [series.Match])})
            """);
        if (!broken)
            return sql.Add($"select period, null::varchar, ({aggregate})::double from chosen group by grouping sets ((period), ())");
        return sql.Add($"""
            , top as (select value from chosen group by value order by {aggregate} desc, value limit {input.TopK}),
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

    private static void Check(TrendInput input)
    {
        if (input.Series.Count is 0 or > 26)
            throw new InvalidQuestionException("A trend needs between 1 and 26 series.");
        if (input.Breakdowns.Count > 1)
            throw new InvalidQuestionException("A trend can be broken down by one property.");
        if (input.TopK is < 1 or > 100)
            throw new InvalidQuestionException("'topK' must be between 1 and 100.");
        foreach (var series in input.Series)
            if (series is { Aggregate: >= Aggregate.Sum, Property: null })
                throw new InvalidQuestionException($"The aggregate {series.Aggregate} needs 'property', the numeric property to compute it of.");
    }

    private static List<TrendPoint> Zeroes(TrendInput input, DateTimeOffset now) =>
        [.. Periods.In(input.Granularity, input.TimeZone).Of(input.Range.Previous).Select(period => new TrendPoint(period.Start, 0, period.End <= now))];

    private sealed record Line(string? Value, IReadOnlyList<TrendPoint> Points, double Total);
}
