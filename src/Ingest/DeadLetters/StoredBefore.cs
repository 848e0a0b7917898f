using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.DeadLetters;

/// <summary>Which events are in the store already.</summary>
internal static class StoredBefore
{
    public static async Task<HashSet<Guid>> AmongAsync(IQuerySession session, IReadOnlyList<AcceptedEvent> events, CancellationToken cancellation)
    {
        var stored = new HashSet<Guid>();
        if (events.Count == 0)
            return stored;
        await using var command = new NpgsqlCommand("select m.id from ingest.message_ids m join unnest($1, $2) as asked (tenant, id) using (tenant, id)");
        command.Parameters.Add(new() { Value = events.Select(item => item.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new()
        {
            Value = events.Select(item => DerivedId.Message(item.Tenant, item.Event.Origin.MessageId)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            stored.Add(reader.GetGuid(0));
        return stored;
    }
}
