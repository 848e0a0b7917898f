using Marten;
using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Platform.Projections.Rebuilds;

/// <summary>A row in which two editions of a read model differ.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Tenant">Whose row.</param>
/// <param name="Key">What it is found by.</param>
/// <param name="Running">The running edition's, as JSON; null where it has none.</param>
/// <param name="Rebuilt">The new edition's, as JSON; null where it has none.</param>
public sealed record RowDifference(string Table, string Tenant, string Key, string? Running, string? Rebuilt)
{
    internal static async Task SaveAsync(NpgsqlConnection connection, Guid rebuild, IReadOnlyList<RowDifference> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with gone as (delete from read.rebuild_differences where rebuild = $1)
            insert into read.rebuild_differences (rebuild, table_name, tenant, key, running, rebuilt)
            select $1, * from unnest($2, $3, $4, $5, $6)
            """, connection);
        command.Parameters.Add(new() { Value = rebuild });
        foreach (var column in new Func<RowDifference, string?>[] { row => row.Table, row => row.Tenant, row => row.Key, row => row.Running, row => row.Rebuilt })
            command.Parameters.Add(new() { Value = rows.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static async Task ForgetAsync(IDocumentStore store, string tenant, CancellationToken cancellation)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("delete from read.rebuild_differences where tenant = $1", connection) { Parameters = { new() { Value = tenant } } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static async Task<ILookup<Guid, RowDifference>> LoadAsync(IQuerySession session, Guid[] rebuilds, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select rebuild, table_name, tenant, key, running, rebuilt from read.rebuild_differences where rebuild = any($1) order by table_name, key");
        command.Parameters.Add(new() { Value = rebuilds });
        var rows = new List<(Guid Rebuild, RowDifference Row)>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add((reader.GetGuid(0), new RowDifference(reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5))));
        return rows.ToLookup(item => item.Rebuild, item => item.Row);
    }
}

/// <summary>Samples of differences; erasing a person takes the tenant's away.</summary>
internal sealed class RowDifferenceTable : Table
{
    public RowDifferenceTable() : base("read.rebuild_differences")
    {
        AddColumn<Guid>("rebuild").NotNull().AddIndex();
        AddColumn<string>("table_name").NotNull();
        AddColumn<string>("tenant").NotNull();
        AddColumn<string>("key").NotNull();
        AddColumn<string>("running");
        AddColumn<string>("rebuilt");
    }
}
