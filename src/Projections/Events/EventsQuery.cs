using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Events;

/// <summary>Lists events from the exploration store, the newest first.</summary>
public sealed class EventsQuery(ExplorationStore store)
{
    private static readonly string ContextColumns = string.Join(", ", EventColumns.Text.Select(column => "e." + column.Name));

    /// <summary>A page of the events that match any of <paramref name="match"/> (all events when empty) and all filters.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public Task<EventPage> RunAsync(
        string tenant, TimeRange range, IReadOnlyCollection<EventMatch> match, IReadOnlyList<PropertyFilter> filters,
        int first, string? after, CancellationToken cancellation) =>
        PageAsync(new Scope(tenant, range) { Filters = filters }, match, null, first, after, cancellation);

    /// <summary>The same of those that were recorded after one moment, up to another.</summary>
    public Task<EventPage> RecordedBetweenAsync(
        string tenant, TimeRange range, IReadOnlyCollection<EventMatch> match, IReadOnlyList<PropertyFilter> filters, DateTimeOffset after, DateTimeOffset until,
        int first, string? cursor, CancellationToken cancellation) =>
        PageAsync(new Scope(tenant, range) { Filters = filters, RecordedAfter = after, AsOf = until }, match, null, first, cursor, cancellation);

    /// <summary>A page of the events of certain visitors, over all time.</summary>
    public Task<EventPage> OfVisitorsAsync(
        string tenant, IReadOnlyCollection<Guid> streams, int first, string? after, CancellationToken cancellation) =>
        PageAsync(new Scope(tenant, new TimeRange(DateTimeOffset.UnixEpoch, new DateTimeOffset(3000, 1, 1, 0, 0, 0, TimeSpan.Zero))), [], streams, first, after, cancellation);

    private async Task<EventPage> PageAsync(
        Scope scope, IReadOnlyCollection<EventMatch> match, IReadOnlyCollection<Guid>? streams, int first, string? after, CancellationToken cancellation)
    {
        Cursor.CheckFirst(first);
        var sql = new Sql();
        sql.Add("select p.* replace (s.id as session) from (");
        sql.Add(Selection.Of(sql, scope,
            $"e.event_id, e.seq, e.name, e.occurred_at, e.recorded_at, e.visitor_id, e.session, e.properties, {ContextColumns}", match));
        if (streams is not null)
            sql.Add($"and e.visitor in ({string.Join(", ", streams.Select(stream => sql.Value(StreamKey.Of(stream))))})");
        if (after is not null)
        {
            var (at, tie) = Cursor.Parse(after);
            if (!long.TryParse(tie, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
            sql.Add($"and (e.occurred_at, e.seq) < ({sql.Value(at)}, {sql.Value(sequence)})");
        }
        sql.Add($"order by e.occurred_at desc, e.seq desc limit {first + 1}) p left join sessions s on s.key = p.session order by p.occurred_at desc, p.seq desc");
        var rows = await store.QueryAsync(sql, Read, cancellation);
        var more = rows.Count > first;
        if (more)
            rows.RemoveAt(first);
        return new EventPage(rows, more ? Cursor.Of(rows[^1].OccurredAt.UtcDateTime, rows[^1].Sequence.ToString(CultureInfo.InvariantCulture)) : null);
    }

    private static ExploredEvent Read(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), Utc(reader, 3), Utc(reader, 4), reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetGuid(6), Properties(reader));

    private static JsonElement Properties(DbDataReader reader)
    {
        var properties = JsonNode.Parse(reader.GetString(7))!.AsObject();
        var context = new JsonObject();
        for (var i = 0; i < EventColumns.Text.Length; i++)
            if (!reader.IsDBNull(8 + i))
                context[EventColumns.Text[i].Name] = reader.GetString(8 + i);
        properties["$context"] = context;
        return JsonSerializer.SerializeToElement(properties);
    }

    private static DateTimeOffset Utc(DbDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);
}
