using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Persons;

/// <summary>Finds the persons behind a figure.</summary>
public sealed class PersonsOfQuestion(ExplorationStore store, TimeProvider clock)
{
    /// <summary>Keys, ascending, of the persons with an event in the range that matches any of <paramref name="match"/> (all when empty) and all filters.</summary>
    /// <param name="range">When; until now when null.</param>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public Task<List<long>> KeysAsync(
        string tenant, TimeRange? range, IReadOnlyCollection<EventMatch> match, IReadOnlyList<PropertyFilter> filters, SegmentInput? segment,
        DateTimeOffset? asOf, CancellationToken cancellation)
    {
        var sql = new Sql();
        var scope = new Scope(tenant, range ?? new TimeRange(DateTimeOffset.UnixEpoch, asOf ?? clock.GetUtcNow())) { Filters = filters, Segment = segment, AsOf = asOf };
        sql.Add($"select distinct person from ({Selection.Of(sql, scope, "person", match)}) order by person");
        return store.QueryAsync(sql, reader => reader.GetInt64(0), cancellation);
    }
}
