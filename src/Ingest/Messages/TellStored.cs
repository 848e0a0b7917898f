using Marten;
using Npgsql;
using Platform.Contracts.Messages;
using Wolverine;

namespace Platform.Ingest.Messages;

/// <summary>Tell other systems what was stored since they were last told.</summary>
public sealed record TellStored;

/// <summary>
/// Counts what lies between the position of the last telling and the daemon's high-water mark, below which nothing can be missing. The
/// position and the outgoing messages are one transaction; while one node tells, the others let it.
/// </summary>
public static class TellStoredHandler
{
    private const string Name = "events_stored";
    private const long MostSequences = 200_000;

    /// <summary>The messages, one a tenant.</summary>
    public static async Task<OutgoingMessages> Handle(TellStored command, IDocumentSession session, CancellationToken cancellation)
    {
        var schema = session.DocumentStore.Options.Events.DatabaseSchemaName;
        var messages = new OutgoingMessages();
        await session.BeginTransactionAsync(cancellation);
        if (await PositionsAsync(session, schema, cancellation) is not var (told, mark) || mark <= told)
            return messages;
        await using var count = new NpgsqlCommand(
            $"""
            select tenant_id, count(*), min(seq_id), max(seq_id), max(timestamp) from {schema}.mt_events
            where seq_id > $1 and seq_id <= $2 group by tenant_id
            """);
        count.Parameters.Add(new() { Value = told });
        count.Parameters.Add(new() { Value = mark });
        await using (var reader = await session.ExecuteReaderAsync(count, cancellation))
            while (await reader.ReadAsync(cancellation))
            {
                var stored = new TenantEventsStored(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4));
                messages.Add(stored, new DeliveryOptions { PartitionKey = stored.Key });
            }
        session.QueueSqlCommand("update ingest.told set position = ? where name = ?", mark, Name);
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
