using Marten;
using Marten.Schema;
using Marten.Services;
using Npgsql;
using Platform.Contracts;
using Platform.Contracts.Rebuilds;

namespace Platform.Projections.Reading;

/// <summary>
/// Lets every read model stand where the common page stands, before the first page is read. A read model that this store has not
/// known, or that was behind the others, is rebuilt beside from the beginning instead of holding the others up.
/// </summary>
internal sealed class PagePositions(TimeProvider clock) : IInitialData
{
    private const string Page = ReadModels.Page + ":All";

    /// <inheritdoc />
    public async Task Populate(IDocumentStore store, CancellationToken cancellation)
    {
        var table = $"{store.Options.Events.DatabaseSchemaName}.mt_event_progression";
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var known = await KnownAsync(connection, table, cancellation);
        if (known.Count == 0)
            return; // nothing was ever projected: all begin together
        var position = known.TryGetValue(Page, out var page) ? page : known.Values.Max();
        var apart = ReadModels.All.Where(model => !known.TryGetValue(model.Name + ":All", out var at) || at != position).ToList();
        if (apart.Count == 0 && known.ContainsKey(Page))
            return;
        await using var join = new NpgsqlCommand(
            $"""
            insert into {table} (name, last_seq_id) select name, $2 from unnest($1) as given (name)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = apart.Select(model => model.Name + ":All").Append(LiveEditions.Name + ":All").Append(Page).ToArray() }, new() { Value = position } },
        };
        await join.ExecuteNonQueryAsync(cancellation);
        await using (var session = store.LightweightSession(SessionOptions.ForTransaction(transaction)))
        {
            foreach (var model in apart)
                session.Events.StartStream<Rebuild>(NewId.Next(clock), new RebuildRequested(model.Name, null, "start-up", clock.GetUtcNow()));
            await session.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    // The lock lets hosts that start together go one after the other.
    private static async Task<Dictionary<string, long>> KnownAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using (var turn = new NpgsqlCommand($"lock table {table} in share row exclusive mode", connection))
            await turn.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand($"select name, last_seq_id from {table} where name = any($1)", connection);
        command.Parameters.Add(new() { Value = ReadModels.All.Select(model => model.Name + ":All").Append(Page).ToArray() });
        var known = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            known[reader.GetString(0)] = reader.GetInt64(1);
        return known;
    }
}
