using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Catalog;

namespace Platform.Projections.DataQuality;

/// <summary>A property as the catalog has it.</summary>
/// <param name="Name">Null for an event that never had a property.</param>
/// <param name="Count">Events that carry it.</param>
/// <param name="Events">Events of the name.</param>
public sealed record SeenProperty(string Event, string? Name, PropertyKinds Kinds, long Count, long Events);

/// <summary>How often a property came with an event.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Type">Its kinds of values: string, number, boolean, datetime, array, object, null or mixed.</param>
/// <param name="Count">Events that carry it.</param>
/// <param name="Events">Events of the name.</param>
/// <param name="Share">The former's share of the latter, 0 to 1.</param>
public sealed record PropertyCompleteness(string Event, string Property, string Type, long Count, long Events, double Share);

/// <summary>What the catalog of everything seen tells about the properties of events.</summary>
public sealed class CompletenessQuery(IDocumentStore store)
{
    private const string Sql =
        """
        select e.name, p.name, coalesce(p.kinds, 0), coalesce(p.volume, 0), e.volume
        from read.catalog_events e left join read.catalog_properties p on p.tenant = e.tenant and p.event = e.name
        where e.tenant = $1 and ($2 is null or e.name = $2) order by e.volume desc, e.name, p.volume desc, p.name limit 2000
        """;

    /// <summary>Every property with how complete it is, the most frequent events first.</summary>
    public async Task<IReadOnlyList<PropertyCompleteness>> RunAsync(string tenant, string? name, CancellationToken cancellation) =>
        [.. from seen in await SeenAsync(tenant, name, cancellation)
            where seen.Name is not null
            select new PropertyCompleteness(seen.Event, seen.Name!, PropertyKind.Name(seen.Kinds), seen.Count, seen.Events, (double)seen.Count / seen.Events)];

    internal async Task<IReadOnlyList<SeenProperty>> SeenAsync(string tenant, string? name, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(Sql);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = (object?)name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        var rows = new List<SeenProperty>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(new SeenProperty(reader.GetString(0), await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetString(1),
                (PropertyKinds)reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4)));
        return rows;
    }
}
