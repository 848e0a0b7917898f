using System.Data.Common;
using System.Text.Json;
using Marten;
using Npgsql;
using Platform.Contracts.Messages;
using Wolverine;

namespace Platform.Ingest.Messages;

/// <summary>Tell other systems what was stored, and what else happened, since they were last told.</summary>
public sealed record TellStored;

/// <summary>
/// Counts what lies between the position of the last telling and the daemon's high-water mark, below which nothing can be missing. The
/// position and the outgoing messages are one transaction; while one node tells, the others let it.
/// </summary>
public static class TellStoredHandler
{
    private const string Name = "events_stored";
    private const long MostSequences = 200_000;

    /// <summary>The messages: one a tenant about its events, and one about whatever else happened.</summary>
    public static async Task<OutgoingMessages> Handle(TellStored command, IDocumentSession session, CancellationToken cancellation)
    {
        var schema = session.DocumentStore.Options.Events.DatabaseSchemaName;
        var messages = new OutgoingMessages();
        await session.BeginTransactionAsync(cancellation);
        if (await PositionsAsync(session, schema, cancellation) is not var (told, mark) || mark <= told)
            return messages;
        foreach (var message in (IIntegrationMessage[])[.. await CountsAsync(session, schema, told, mark, cancellation), .. await NewsAsync(session, schema, told, mark, cancellation)])
            messages.Add(message, new DeliveryOptions { PartitionKey = message.Key }.WithHeader(IIntegrationMessage.WireNameHeader, message.WireName));
        session.QueueSqlCommand("update ingest.told set position = ? where name = ?", mark, Name);
        return messages;
    }

    private static async Task<List<IIntegrationMessage>> CountsAsync(IDocumentSession session, string schema, long told, long mark, CancellationToken cancellation)
    {
        await using var count = new NpgsqlCommand(
            $"""
            select tenant_id, count(*), min(seq_id), max(seq_id), max(timestamp) from {schema}.mt_events
            where seq_id > $1 and seq_id <= $2 group by tenant_id
            """);
        count.Parameters.Add(new() { Value = told });
        count.Parameters.Add(new() { Value = mark });
        return await ReadAsync(session, count, reader => new TenantEventsStored(
            reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4)), cancellation);
    }

    // Of those, only the event that began a stream says whose it is, where the tenant of the store is none.
    private static async Task<List<IIntegrationMessage>> NewsAsync(IDocumentSession session, string schema, long told, long mark, CancellationToken cancellation)
    {
        await using var news = new NpgsqlCommand(
            $"""
            select coalesce(b.data ->> 'tenant', e.tenant_id), e.type, e.stream_id, e.seq_id, e.timestamp, e.data::text
            from {schema}.mt_events e left join {schema}.mt_events b on b.tenant_id = e.tenant_id and b.stream_id = e.stream_id and b.version = 1
            where e.seq_id > $1 and e.seq_id <= $2 and e.type = any($3) order by e.seq_id
            """);
        news.Parameters.Add(new() { Value = told });
        news.Parameters.Add(new() { Value = mark });
        news.Parameters.Add(new() { Value = TenantNews.Types.ToArray() });
        return await ReadAsync(session, news, reader => new TenantNews(
            reader.GetString(0), reader.GetString(1), reader.GetGuid(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4), JsonElement.Parse(reader.GetString(5))), cancellation);
    }

    private static async Task<List<IIntegrationMessage>> ReadAsync(
        IDocumentSession session, NpgsqlCommand command, Func<DbDataReader, IIntegrationMessage> read, CancellationToken cancellation)
    {
        var messages = new List<IIntegrationMessage>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            messages.Add(read(reader));
        return messages;
    }

    private static async Task<(long Told, long Mark)?> PositionsAsync(IDocumentSession session, string schema, CancellationToken cancellation)
    {
        await using var take = new NpgsqlCommand(
            $"""
            select position, least(position + $2, coalesce((select last_seq_id from {schema}.mt_event_progression where name = 'HighWaterMark'), 0))
            from ingest.told where name = $1 for update skip locked
            """);
        take.Parameters.Add(new() { Value = Name });
        take.Parameters.Add(new() { Value = MostSequences });
        await using (var reader = await session.ExecuteReaderAsync(take, cancellation))
            if (await reader.ReadAsync(cancellation))
                return (reader.GetInt64(0), reader.GetInt64(1));
        // The first time, what is stored already is no news. While another node tells, this changes nothing.
        session.QueueSqlCommand(
            $"""
            insert into ingest.told (name, position)
            select ?, coalesce(max(last_seq_id), 0) from {schema}.mt_event_progression where name = 'HighWaterMark'
            on conflict do nothing
            """, Name);
        return null;
    }
}
