using Platform.Projections.Exploration;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Stickiness;

/// <summary>Asks on how many different days persons are active.</summary>
public sealed record StickinessInput(TimeRange Range, EventMatch Match)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>IANA zone of the days; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer: a row for each possible number of days.</summary>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record StickinessResult(IReadOnlyList<StickinessDay> Days, DateTimeOffset AsOf);

/// <summary>How many persons were active on exactly so many different days.</summary>
public sealed record StickinessDay(int DaysActive, long Persons);

/// <summary>Answers stickiness from the exploration store.</summary>
public sealed class StickinessQuery(ExplorationStore store, TimeProvider clock)
{
    /// <summary>Persons by their number of different active days.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<StickinessResult> RunAsync(string tenant, StickinessInput input, CancellationToken cancellation)
    {
        var sql = new Sql();
        sql.Add($"select days, count(*) from ({ByPerson(sql, tenant, input)}) group by days");
        var persons = (await store.QueryAsync(sql, reader => (Days: (int)reader.GetInt64(0), Persons: reader.GetInt64(1)), cancellation))
            .ToDictionary(row => row.Days, row => row.Persons);
        return new StickinessResult(
            [.. Enumerable.Range(1, Periods.In(Granularity.Day, input.TimeZone).Of(input.Range).Count).Select(days => new StickinessDay(days, persons.GetValueOrDefault(days)))],
            input.AsOf ?? clock.GetUtcNow());
    }

    /// <summary>Keys, ascending, of the persons who were active on exactly so many different days.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public Task<List<long>> PersonsAsync(string tenant, StickinessInput input, int days, CancellationToken cancellation)
    {
        var sql = new Sql();
        sql.Add($"select person from ({ByPerson(sql, tenant, input)}) where days = {sql.Value(days)} order by person");
        return store.QueryAsync(sql, reader => reader.GetInt64(0), cancellation);
    }

    private static string ByPerson(Sql sql, string tenant, StickinessInput input)
    {
        var day = Periods.In(Granularity.Day, input.TimeZone).Expression("e.occurred_at", sql.Value);
        var scope = new Scope(tenant, input.Range) { Filters = input.Filters, AsOf = input.AsOf, Segment = input.Segment };
        return $"select person, count(*) as days from (select distinct person, day from ({Selection.Of(sql, scope, $"person, {day} as day", [input.Match])})) group by person";
    }
}
