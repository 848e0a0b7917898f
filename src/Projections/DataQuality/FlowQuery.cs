using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.DataQuality;

/// <summary>Events of one name that came from one source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Events">How many were stored.</param>
/// <param name="LastRecordedAt">When the last of them was stored.</param>
public sealed record EventFlow(string Source, string Event, long Events, DateTimeOffset LastRecordedAt);

/// <summary>Tells which source feeds which event.</summary>
public sealed class FlowQuery(ExplorationStore store)
{
    /// <summary>What was recorded in the range, the most frequent first; 500 pairs at most.</summary>
    public async Task<IReadOnlyList<EventFlow>> RunAsync(string tenant, TimeRange range, CancellationToken cancellation)
    {
        var sql = new Sql();
        sql.Add($"""
            select source, name, count(*), max(recorded_at) from events
            where tenant = {sql.Value(tenant)} and recorded_at >= {sql.Value(range.From)} and recorded_at < {sql.Value(range.To)}
            group by source, name order by count(*) desc, source, name limit 500
            """);
        return await store.QueryAsync(sql, reader => new EventFlow(
            reader.GetString(0), reader.GetString(1), reader.GetInt64(2), new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero)), cancellation);
    }
}
