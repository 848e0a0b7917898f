using Npgsql;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Reading;

namespace Platform.Projections.Rebuilds;

/// <summary>Compares two editions of a read model, row by row, in one snapshot of the database.</summary>
internal static class Parity
{
    private const int MostSamples = 20;

    /// <summary>Compares every table; the transaction must see both editions at the same place.</summary>
    /// <param name="samples">Gets some rows of each table that differ.</param>
    public static async Task<IReadOnlyList<TableComparison>> CompareAsync(
        NpgsqlConnection connection, IReadModel model, string schema, Extent extent, long sequence, List<RowDifference> samples, CancellationToken cancellation)
    {
        var tables = new List<TableComparison>();
        foreach (var table in extent.Tables(model))
        {
            var rows = await ScalarAsync(connection, $"select count(*) from {schema}.{table.Name}", cancellation);
            var differences = await ScalarAsync(connection, $"select count(*) {Differing(model, table, schema, extent)}", cancellation);
            tables.Add(new TableComparison(model.Name, table.Name, sequence, rows, differences));
            if (differences > 0)
                await SampleAsync(connection, model, table, schema, extent, samples, cancellation);
        }
        return tables;
    }

    private static string Differing(IReadModel model, ReadTable table, string schema, Extent extent)
    {
        var scope = $"where {model.Comparable(table, schema)} and {extent.Condition(model)}";
        var same = string.Join(" and ", table.Key.Select(key => $"running.{key} = rebuilt.{key}"));
        var columns = table.Columns.Select(column => column.Name).ToList();
        return $"""
            from (select * from {ReadTable.LiveSchema}.{table.Name} {scope}) running
            full join (select * from {schema}.{table.Name} {scope}) rebuilt on {same}
            where ({string.Join(", ", columns.Select(column => "running." + column))})
                is distinct from ({string.Join(", ", columns.Select(column => "rebuilt." + column))})
            """;
    }

    private static async Task SampleAsync(
        NpgsqlConnection connection, IReadModel model, ReadTable table, string schema, Extent extent, List<RowDifference> samples, CancellationToken cancellation)
    {
        var key = string.Join(", ", table.Key.Select(column => $"coalesce(running.{column}, rebuilt.{column})"));
        await using var command = Command(connection,
            $"""
            select concat_ws(' ', {key}), to_jsonb(running)::text, to_jsonb(rebuilt)::text,
                   running.tenant is null, rebuilt.tenant is null, coalesce(running.tenant, rebuilt.tenant)
            {Differing(model, table, schema, extent)} order by 1 limit {MostSamples}
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            samples.Add(new RowDifference(table.Name, reader.GetString(5), reader.GetString(0),
                reader.GetBoolean(3) ? null : reader.GetString(1), reader.GetBoolean(4) ? null : reader.GetString(2)));
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
