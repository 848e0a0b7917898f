using Marten;
using Npgsql;
using Platform.Contracts.Rebuilds;

namespace Platform.Projections.Rebuilds;

/// <summary>Removes what rebuilds left behind that neither run nor can be resumed: a crash after the switch, or a newer one of the same.</summary>
internal static class Leftovers
{
    public static async Task DropAsync(IDocumentStore store, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var rebuilds = await session.Query<Rebuild>().ToListAsync(cancellation);
        var kept = rebuilds.GroupBy(rebuild => (rebuild.Projection, rebuild.Tenant, rebuild.Definition))
            .Select(same => same.MaxBy(rebuild => rebuild.StartedAt)!)
            .Where(newest => newest.State != RebuildState.Switched)
            .Concat(rebuilds.Where(rebuild => rebuild.IsOpen))
            .Select(rebuild => Staging.SchemaOf(rebuild.Id)).Distinct().ToArray();
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        var schemas = new List<string>();
        await using (var list = new NpgsqlCommand(
            "select nspname from pg_namespace where nspname ~ '^rebuild_[0-9a-f]{32}$' and not nspname = any($1)", connection) { Parameters = { new() { Value = kept } } })
        await using (var reader = await list.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                schemas.Add(reader.GetString(0));
        foreach (var schema in schemas)
        {
            await using var drop = new NpgsqlCommand($"drop schema {schema} cascade", connection);
            await drop.ExecuteNonQueryAsync(cancellation);
        }
    }
}
