using System.Text.Json;
using Marten;
using Npgsql;

namespace Platform.Projections.Catalog;

/// <summary>Reads the catalog: the most frequent names and properties first, 1,000 of each at most.</summary>
public sealed class CatalogQuery(IDocumentStore store)
{
    /// <summary>The tenant's catalog.</summary>
    public async Task<EventCatalog> RunAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var events = await ReadAsync(session, tenant,
            "select name, volume, first_seen, last_seen from read.catalog_events where tenant = $1 order by volume desc, name limit 1000",
            reader => new CatalogEvent(reader.GetString(0), reader.GetInt64(1),
                reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)), cancellation);
        var properties = await ReadAsync(session, tenant,
            """
            select name, bit_or(kinds), array_agg(event order by volume desc, event),
                   (array_agg(sample order by volume desc, event))[1]::text
            from read.catalog_properties where tenant = $1 group by name order by sum(volume) desc, name limit 1000
            """,
            reader => new CatalogProperty(reader.GetString(0), PropertyKind.Name((PropertyKinds)reader.GetInt32(1)),
                reader.GetFieldValue<string[]>(2), JsonSerializer.Deserialize<string[]>(reader.GetString(3))!), cancellation);
        return new EventCatalog(events, properties);
    }

    private static async Task<List<T>> ReadAsync<T>(
        IQuerySession session, string tenant, string sql, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql);
        command.Parameters.Add(new() { Value = tenant });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }
}
