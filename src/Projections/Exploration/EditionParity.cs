using System.Data.Common;
using DuckDB.NET.Data;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;

namespace Platform.Projections.Exploration;

/// <summary>Compares two editions of the exploration store, row by row, in one transaction that sees both.</summary>
internal sealed class EditionParity(DuckDBConnection connection, Edition running, Edition rebuilt, string? tenant)
{
    private const int MostSamples = 20;

    private static readonly (string Table, string Key)[] Tables =
        [("events", "seq::varchar"), ("sessions", "key::varchar"), ("person_links", "visitor || ' ' || sequence")];

    /// <summary>Compares every table.</summary>
    /// <param name="sequence">Where both stand.</param>
    /// <param name="samples">Gets some rows of each table that differ.</param>
    public IReadOnlyList<TableComparison> Compare(long sequence, List<RowDifference> samples, CancellationToken cancellation)
    {
        using var interrupt = cancellation.Register(connection.NativeConnection.Interrupt);
        var tables = new List<TableComparison>();
        foreach (var (table, key) in Tables)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Query(new Sql().Add($"select count(*) from {rebuilt.Name}.{table}"), reader => reader.GetInt64(0))[0];
            var differences = Query(Differing("count(*)", table, key), reader => reader.GetInt64(0))[0];
            tables.Add(new TableComparison(Rebuild.Exploration, table, sequence, rows, differences));
            if (differences > 0)
                samples.AddRange(Query(Differing(
                    "coalesce(a.tenant, b.tenant), coalesce(a.k, b.k), case when a.k is not null then to_json(a.r)::varchar end, case when b.k is not null then to_json(b.r)::varchar end",
                    table, key).Add($"order by 2 limit {MostSamples}"), reader => new RowDifference(table, reader.GetString(0), reader.GetString(1), Text(reader, 2), Text(reader, 3))));
        }
        return tables;
    }

    private Sql Differing(string columns, string table, string key)
    {
        var sql = new Sql();
        return sql.Add($"""
            select {columns} from ({Rows(sql, running)}) a full join ({Rows(sql, rebuilt)}) b on a.k = b.k
            where a.h is distinct from b.h
            """);
        string Rows(Sql into, Edition edition) =>
            $"select {key} as k, t.tenant, t as r, hash(t) as h from {edition.Name}.{table} t{(tenant is null ? "" : $" where t.tenant = {into.Value(tenant)}")}";
    }

    private List<T> Query<T>(Sql sql, Func<DbDataReader, T> read)
    {
        using var command = sql.On(connection);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
