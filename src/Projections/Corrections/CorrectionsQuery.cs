using Platform.Contracts.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Corrections;

/// <summary>What came to be known between two moments about the events of a range.</summary>
/// <param name="LateEvents">Events that had happened by the first moment and were recorded after it.</param>
/// <param name="NewEvents">Events that happened after the first moment.</param>
/// <param name="Joins">Events that joined visitors into one person.</param>
/// <param name="Unlinks">Events that took a visitor out of its person.</param>
public sealed record CorrectionCounts(long LateEvents, long NewEvents, long Joins, long Unlinks);

/// <summary>Explains why an answer is another than it was.</summary>
public sealed class CorrectionsQuery(ExplorationStore store)
{
    /// <summary>Counts what came to be known after <paramref name="knownFrom"/>, up to <paramref name="knownTo"/>.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<CorrectionCounts> RunAsync(
        string tenant, TimeRange range, IReadOnlyCollection<EventMatch> match, IReadOnlyList<PropertyFilter> filters,
        DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation)
    {
        if (knownFrom >= knownTo)
            throw new InvalidQuestionException("'knownFrom' must be before 'knownTo'.");
        var sql = new Sql();
        var scope = new Scope(tenant, range) { Filters = filters, AsOf = knownTo, RecordedAfter = knownFrom };
        sql.Add($"""
            with fresh as ({Selection.Of(sql, scope, $"e.occurred_at <= {sql.Value(knownFrom)} as late", match)}),
            changes as (
                select distinct l.sequence, e.name = {sql.Value(VisitorsUnlinked.EventName)} as unlink
                from person_links l left join events e on e.seq = l.sequence
                where l.tenant = {sql.Value(tenant)} and l.recorded_at > {sql.Value(knownFrom)} and l.recorded_at <= {sql.Value(knownTo)})
            select (select count(*) from fresh where late), (select count(*) from fresh where not late),
                   (select count(*) from changes where not coalesce(unlink, false)), (select count(*) from changes where unlink)
            """);
        return (await store.QueryAsync(sql, reader => new CorrectionCounts(
            reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)), cancellation))[0];
    }
}
