using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>Tells what was refused for the first time from what a broker delivered again: that is neither counted nor kept again, whatever became of its letter.</summary>
internal static class RefusedOnce
{
    // Longer than brokers keep messages unless told otherwise.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private const string Take =
        """
        insert into ingest.refused_ids (id, at) select id, $2 from unnest($1) as given (id) order by id
        on conflict do nothing
        returning id
        """;

    private const string Forget =
        "delete from ingest.refused_ids where id in (select id from ingest.refused_ids where at < ? order by at limit 1000 for update skip locked)";

    /// <summary>Those that were not refused before, each once. The caller's transaction remembers them.</summary>
    public static async Task<List<RefusedEvent>> NewAsync(IDocumentSession session, List<RefusedEvent> refused, DateTimeOffset now, CancellationToken cancellation)
    {
        if (refused.Count == 0)
            return refused;
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(Take);
        command.Parameters.Add(new() { Value = refused.Select(item => item.Letter.Id).Distinct().ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = now });
        var fresh = new HashSet<Guid>(refused.Count);
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                fresh.Add(reader.GetGuid(0));
        session.QueueSqlCommand(Forget, now - Remembered);
        return [.. refused.Where(item => fresh.Remove(item.Letter.Id))];
    }
}
