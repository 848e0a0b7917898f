using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Projections.Persons;

/// <summary>A group that a person belongs to: an account, an organisation.</summary>
/// <param name="Traits">What group calls told of it: a JSON object.</param>
/// <param name="Since">The first of its ids' group calls, by valid time.</param>
public sealed record PersonGroup(string Id, JsonElement Traits, DateTimeOffset Since);

/// <summary>Reads what identify and group calls told, from the person's own streams: right for any moment of the past.</summary>
public sealed class TraitsQuery(IDocumentStore store)
{
    private readonly string _events = $"{store.Options.Events.DatabaseSchemaName}.mt_events";

    /// <summary>The traits as they were known at a moment: of the identify calls recorded until then, the last by valid time holds for each trait; of what holds only at first, the first, and only where nothing else is told.</summary>
    public async Task<JsonElement> AsOfAsync(string tenant, IReadOnlyCollection<Guid> streams, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = Command(
            $$"""
            select coalesce(jsonb_object_agg(key, value), '{}'::jsonb)::text from (
                select distinct on (t.key) t.key, t.value
                from {{_events}} e cross join lateral (
                    select key, value, 1 as turn from jsonb_each(e.data -> 'properties')
                    union all
                    select key, value, -1 from jsonb_each(coalesce(nullif(e.data -> 'initialTraits', 'null'), '{}'))) t
                where e.tenant_id = $1 and e.stream_id = any($2) and e.type = 'visitor_identified' and e.timestamp <= $3
                order by t.key, t.turn desc, t.turn * extract(epoch from (e.data #>> '{origin,occurredAt}')::timestamptz) desc, t.turn * e.seq_id desc) as latest
            """, tenant, streams);
        command.Parameters.Add(new() { Value = at.ToUniversalTime() });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return JsonElement.Parse(reader.GetString(0));
    }

    /// <summary>The groups, the eldest first.</summary>
    public async Task<IReadOnlyList<PersonGroup>> GroupsAsync(string tenant, IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = Command(
            $$"""
            select e.data ->> 'groupId', (array_agg((e.data -> 'properties')::text order by (e.data #>> '{origin,occurredAt}')::timestamptz desc, e.seq_id desc))[1],
                   min((e.data #>> '{origin,occurredAt}')::timestamptz)
            from {{_events}} e where e.tenant_id = $1 and e.stream_id = any($2) and e.type = 'visitor_grouped' group by 1 order by 3, 1
            """, tenant, streams);
        var groups = new List<PersonGroup>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            groups.Add(new PersonGroup(reader.GetString(0), JsonElement.Parse(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2)));
        return groups;
    }

    private static NpgsqlCommand Command(string sql, string tenant, IReadOnlyCollection<Guid> streams)
    {
        var command = new NpgsqlCommand(sql);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = streams.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return command;
    }
}
