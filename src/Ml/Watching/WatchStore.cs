using Marten;
using Npgsql;

namespace Platform.Ml.Watching;

/// <summary>Keeps what the watch knows across restarts.</summary>
internal sealed class WatchStore(IDocumentStore store)
{
    /// <summary>The tenant's watch as it was kept; null where there is none that can be read.</summary>
    public async Task<TenantWatch?> LoadAsync(string tenant, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("select state from ml.watches where tenant = $1", connection) { Parameters = { new() { Value = tenant } } };
        return await command.ExecuteScalarAsync(cancellation) is byte[] state ? TenantWatch.Load(state) : null;
    }

    /// <summary>Keeps a tenant's watch.</summary>
    public async Task SaveAsync(string tenant, TenantWatch watch, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "insert into ml.watches (tenant, state) values ($1, $2) on conflict (tenant) do update set state = excluded.state", connection)
        {
            Parameters = { new() { Value = tenant }, new() { Value = watch.Save() } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Notes that a minute was watched as it closed; minutes since the one before in which nobody watched become a gap.</summary>
    /// <returns>Every gap there is.</returns>
    public async Task<IReadOnlyList<(long From, long To)>> SeenAsync(long minute, long mostBetween, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var note = new NpgsqlCommand(
            """
            with before as (select minute from ml.seen where id = 1),
            gap as (insert into ml.gaps (from_minute, to_minute) select minute + 1, $1 from before where $1 - minute > $2 on conflict do nothing)
            insert into ml.seen (id, minute) values (1, $1) on conflict (id) do update set minute = excluded.minute
            """, connection)
        {
            Parameters = { new() { Value = minute }, new() { Value = mostBetween } },
        };
        await note.ExecuteNonQueryAsync(cancellation);
        return await GapsAsync(connection, cancellation);
    }

    /// <summary>Every gap there is, the last minute of each included.</summary>
    public async Task<IReadOnlyList<(long From, long To)>> GapsAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        return await GapsAsync(connection, cancellation);
    }

    private static async Task<IReadOnlyList<(long From, long To)>> GapsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Where series were never watched, there is no such table.
        await using var exists = new NpgsqlCommand("select to_regclass('ml.gaps') is not null", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!)
            return [];
        await using var command = new NpgsqlCommand("select from_minute, to_minute from ml.gaps", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var gaps = new List<(long, long)>();
        while (await reader.ReadAsync(cancellation))
            gaps.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return gaps;
    }

    /// <summary>A connection of one's own.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
