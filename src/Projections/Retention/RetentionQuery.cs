using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Retention;

/// <summary>Answers retention from the exploration store.</summary>
public sealed class RetentionQuery(ExplorationStore store, TimeProvider clock)
{
    private static readonly DateTimeOffset Ever = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Answers how many come back.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<RetentionResult> RunAsync(string tenant, RetentionInput input, CancellationToken cancellation)
    {
        var periods = PeriodsOf(input);
        var now = input.AsOf ?? clock.GetUtcNow();
        var starts = periods.Of(input.Range);
        var rows = await store.QueryAsync(Statement(tenant, input, periods), reader => new Row(
            reader.GetDateTime(0), reader.IsDBNull(1) ? null : reader.GetString(1), (int)reader.GetInt64(2), reader.GetInt64(3)), cancellation);
        var cohorts = new List<RetentionCohort>();
        foreach (var (value, own) in Values(rows, input))
        {
            var byCohort = own.ToLookup(row => row.Cohort);
            cohorts.AddRange(starts.Select(start => Cohort(start.Start, value, [.. byCohort[start.Local]], input,
                [.. Enumerable.Range(0, input.Periods).Select(period => End(periods, start.Local, period, input) <= now)])));
        }
        return new RetentionResult(cohorts, Mean(cohorts, input.Periods), input.Period, input.TimeZone ?? "UTC", now);
    }

    /// <summary>Keys, ascending, of the persons of a cohort who came back in a period; all of the cohort for period 0.</summary>
    /// <param name="cohort">When the cohort begins, as the answer told it.</param>
    /// <param name="values">The values of the breakdown that the cohort stands for, or with <paramref name="others"/> does not; null where it is not broken down.</param>
    /// <exception cref="InvalidQuestionException">There is no such cohort or period, or it cannot be answered as asked.</exception>
    public Task<List<long>> PersonsAsync(
        string tenant, RetentionInput input, DateTimeOffset cohort, int period, IReadOnlyList<string>? values, bool others, CancellationToken cancellation)
    {
        var periods = PeriodsOf(input);
        if (period < 0 || period >= input.Periods)
            throw new InvalidQuestionException($"'period' must be between 0 and {input.Periods - 1}.");
        var sql = Persons(tenant, input, periods);
        sql.Add($"select distinct person from {(period == 0 ? "starts" : "later")} where cohort = {sql.Value(periods.At(input.Range, cohort))}");
        if (period > 0)
            sql.Add($"and period {(input.Mode == RetentionMode.On ? "=" : ">=")} {sql.Value(period)}");
        if (values is not null)
            sql.Add($"and value {(others ? "not in" : "in")} ({string.Join(", ", values.Select(value => sql.Value(value)))})");
        return store.QueryAsync(sql.Add("order by person"), reader => reader.GetInt64(0), cancellation);
    }

    private static Periods PeriodsOf(RetentionInput input)
    {
        if (input.Periods is < 1 or > 400)
            throw new InvalidQuestionException("'periods' must be between 1 and 400.");
        if (input.TopK is < 1 or > 100)
            throw new InvalidQuestionException("'topK' must be between 1 and 100.");
        return Periods.In(input.Period switch
        {
            RetentionPeriod.Week => Granularity.Week,
            RetentionPeriod.Month => Granularity.Month,
            _ => Granularity.Day,
        }, input.TimeZone);
    }

    private static DateTimeOffset End(Periods periods, DateTime local, int period, RetentionInput input) =>
        input.Period == RetentionPeriod.RollingDay ? periods.End(local, 0).AddDays(period + 1) : periods.End(local, period);

    // A person that came back last in period k came back "in j or later" for every j up to k.
    private static RetentionCohort Cohort(DateTimeOffset start, string? value, List<Row> rows, RetentionInput input, bool[] complete)
    {
        var counts = new long[input.Periods];
        foreach (var row in rows.Where(row => row.Period < input.Periods))
            counts[row.Period] += row.Persons;
        var size = counts[0];
        if (input.Mode == RetentionMode.OnOrAfter)
            for (var period = input.Periods - 2; period >= 1; period--)
                counts[period] += counts[period + 1];
        return new RetentionCohort(start, value, size, counts, [.. counts.Select(count => size == 0 ? 0 : (double)count / size)], complete);
    }

    private static List<double> Mean(List<RetentionCohort> cohorts, int periods) => [.. Enumerable.Range(0, periods).Select(period =>
    {
        var over = cohorts.Where(cohort => cohort.Complete[period]).ToList();
        var size = over.Sum(cohort => cohort.Size);
        return size == 0 ? 0 : (double)over.Sum(cohort => cohort.Counts[period]) / size;
    })];

    private static IEnumerable<(string? Value, IReadOnlyList<Row> Rows)> Values(List<Row> rows, RetentionInput input)
    {
        if (input.Breakdown is null)
            return [(null, rows)];
        var ranked = rows.GroupBy(row => row.Value!).OrderByDescending(value => value.Where(row => row.Period == 0).Sum(row => row.Persons))
            .ThenBy(value => value.Key, StringComparer.Ordinal).ToList();
        var rest = ranked.Skip(input.TopK).SelectMany(value => value).ToList();
        var top = ranked.Take(input.TopK).Select(value => ((string?)value.Key, (IReadOnlyList<Row>)[.. value]));
        return rest.Count == 0 ? top : top.Append((Breakdown.Other, rest));
    }

    private static Sql Statement(string tenant, RetentionInput input, Periods periods)
    {
        var last = input.Periods - 1;
        return Persons(tenant, input, periods).Add(", counted as (").Add(input.Mode == RetentionMode.On
            ? $"select cohort, value, period from later where period between 1 and {last})"
            : $"select cohort, value, least(max(period), {last}) as period from later where period >= 1 group by cohort, value, person)").Add("""
            select cohort, value, 0::bigint, count(*) from starts group by cohort, value
            union all
            select cohort, value, period::bigint, count(*) from counted where period > 0 group by cohort, value, period
            """);
    }

    // Who began when (starts), and in which periods after that each of them came back (later).
    private static Sql Persons(string tenant, RetentionInput input, Periods periods)
    {
        var sql = new Sql();
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment };
        var value = input.Breakdown is { } breakdown ? $"coalesce({KnownProperty.Expression(breakdown, sql)}, '{Breakdown.Missing}')" : "null::varchar";
        var columns = $"person, e.occurred_at as moment, e.seq, {value} as value";
        var first = input.Breakdown is null ? "null::varchar" : "first(value order by moment, seq)";
        sql.Add(input.CohortStart == CohortStart.FirstEver
            ? $"""
               with starts as (
                   select person, {periods.Expression("moment", sql.Value)} as cohort, moment, value from (
                       select person, min(moment) as moment, {first} as value
                       from ({Selection.Of(sql, scope.WithHistory, columns, [input.Start])}) group by person having min(moment) >= {sql.Value(input.Range.From)})),
               """
            : $"""
               with starts as (
                   select person, cohort, min(moment) as moment, {first} as value from (
                       select *, {periods.Expression("moment", sql.Value)} as cohort from ({Selection.Of(sql, scope, columns, [input.Start])}))
                   group by person, cohort),
               """);
        // What segment a person is in depends on the range; when it comes back does not end with it.
        var returns = Selection.Of(sql, new Scope(tenant, input.Range with { To = Ever }) { Filters = input.Filters, AsOf = input.AsOf }, "person, e.occurred_at as moment", [input.Return]);
        return sql.Add(input.Period == RetentionPeriod.RollingDay
            ? $"""
               later as (
                   select distinct s.cohort, s.value, s.person, (epoch_us(r.moment) - epoch_us(s.moment)) // 86400000000 as period
                   from starts s join ({returns}) r on r.person = s.person and r.moment >= s.moment)
               """
            : $"""
               returns as (select distinct person, {periods.Expression("moment", sql.Value)} as at from ({returns})),
               later as (
                   select s.cohort, s.value, s.person, {Between(input.Period)} as period
                   from starts s join returns r on r.person = s.person and r.at > s.cohort)
               """);
    }

    private static string Between(RetentionPeriod period) => period switch
    {
        RetentionPeriod.Week => "date_diff('day', s.cohort, r.at) // 7",
        RetentionPeriod.Month => "date_diff('month', s.cohort, r.at)",
        _ => "date_diff('day', s.cohort, r.at)",
    };

    private sealed record Row(DateTime Cohort, string? Value, int Period, long Persons);
}
