using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;
using Platform.Projections.Persons;

namespace Platform.Projections.Exploration;

/// <summary>Since a recorded moment a visitor belongs to a person.</summary>
internal sealed record PersonLink(string Tenant, Guid Visitor, long Sequence, DateTimeOffset RecordedAt, Guid Person);

/// <summary>Events in order, the place that they reach, and who was forgotten at places between.</summary>
internal sealed record EventPage(List<StoredEvent> Events, List<(string Tenant, PersonForgotten Person)> Forgotten, long Through);

/// <summary>Reads the event store in order of sequence, up to the mark below which nothing can be missing.</summary>
internal sealed class EventReader(IDocumentStore store)
{
    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>The daemon's high-water mark: every event at or below it is committed; how far the persons' links are known, and their edition.</summary>
    public async Task<(long HighWater, long Persons, long Generation)> MarksAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(max(last_seq_id) filter (where name = 'HighWaterMark'), 0), coalesce(max(last_seq_id) filter (where name = $1 || ':All'), 0),
                   coalesce((select generation from read.generations where projection = $1), 0)
            from {_schema}.mt_event_progression
            """);
        command.Parameters.Add(new() { Value = PersonsProjection.ProjectionName });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    // Bounds what a page of a small tenant in a large store scans, so that it makes progress that can be seen and stopped.
    private const int Window = 100_000;

    /// <summary>The next events after a position, of one tenant or of all.</summary>
    public async Task<EventPage> ReadAsync(long after, long highWater, int limit, string? tenant, CancellationToken cancellation)
    {
        var end = tenant is null ? highWater : Math.Min(highWater, after + Window);
        var serializer = store.Options.Serializer();
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select seq_id, id, tenant_id, type, timestamp, data from {_schema}.mt_events
            where seq_id > $1 and seq_id <= $2 {(tenant is null ? "" : "and tenant_id = $4")} order by seq_id limit $3
            """);
        command.Parameters.Add(new() { Value = after, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = end, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = limit, NpgsqlDbType = NpgsqlDbType.Integer });
        if (tenant is not null)
            command.Parameters.Add(new() { Value = tenant });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var (events, forgotten) = (new List<StoredEvent>(), new List<(string, PersonForgotten)>());
        var (last, read) = (after, 0);
        for (; await reader.ReadAsync(cancellation); read++)
        {
            last = reader.GetInt64(0);
            if (StoredNames.Visitor.TryGetValue(reader.GetString(3), out var type))
                events.Add(new StoredEvent(
                    reader.GetString(2), reader.GetGuid(1), last, reader.GetFieldValue<DateTimeOffset>(4),
                    (IVisitorEvent)await serializer.FromJsonAsync(type, reader, 5, cancellation)));
            else if (reader.GetString(3) == PersonForgotten.EventName)
                forgotten.Add((reader.GetString(2), await serializer.FromJsonAsync<PersonForgotten>(reader, 5, cancellation)));
        }
        return new EventPage(events, forgotten, read < limit ? end : last);
    }

    /// <summary>What the store has of some visitors, up to a place.</summary>
    public async Task<List<StoredEvent>> OfAsync(string tenant, IEnumerable<Guid> visitors, long through, CancellationToken cancellation)
    {
        var serializer = store.Options.Serializer();
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"select seq_id, id, type, timestamp, data from {_schema}.mt_events where tenant_id = $1 and stream_id = any($2) and seq_id <= $3 order by seq_id");
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = visitors.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = through, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(cancellation))
            if (StoredNames.Visitor.TryGetValue(reader.GetString(2), out var type))
                events.Add(new StoredEvent(tenant, reader.GetGuid(1), reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(3),
                    (IVisitorEvent)await serializer.FromJsonAsync(type, reader, 4, cancellation)));
        return events;
    }

    /// <summary>Person links after a sequence up to another, of one tenant or of all.</summary>
    public async Task<List<PersonLink>> LinksAsync(long after, long through, string? tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select l.tenant, l.stream, l.sequence, coalesce(e.timestamp, 'epoch'), l.person
            from read.person_links l left join {_schema}.mt_events e on e.seq_id = l.sequence
            where l.sequence > $1 and l.sequence <= $2 {(tenant is null ? "" : "and l.tenant = $3")} order by l.sequence
            """);
        command.Parameters.Add(new() { Value = after, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = through, NpgsqlDbType = NpgsqlDbType.Bigint });
        if (tenant is not null)
            command.Parameters.Add(new() { Value = tenant });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var links = new List<PersonLink>();
        while (await reader.ReadAsync(cancellation))
            links.Add(new PersonLink(reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetGuid(4)));
        return links;
    }
}
