using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;

namespace Platform.Projections.Persons;

/// <summary>Finds persons in the identity read model.</summary>
public sealed class PersonsQuery(IDocumentStore store)
{
    private const string Find =
        """
        with asked as (select distinct * from unnest($2::uuid[]) as a (stream)),
        named as (
            select a.stream as asked, coalesce(
                (select l.person from read.person_links l where l.tenant = $1 and l.stream = a.stream order by l.sequence desc limit 1),
                a.stream) as person
            from asked a),
        members as (
            select n.asked, n.person, n.person as stream from named n
            union
            select n.asked, n.person, l.stream from named n join read.person_links l on l.tenant = $1 and l.person = n.person
            where l.sequence = (select max(x.sequence) from read.person_links x where x.tenant = $1 and x.stream = l.stream))
        select m.asked, m.person, v.stream, v.visitor_id, v.first_seen, v.last_seen
        from members m join read.visitors v on v.tenant = $1 and v.stream = m.stream
        order by m.asked, v.first_seen nulls last, v.visitor_id
        """;

    private const string FindTraits =
        """
        select distinct on (t.stream, t.key) t.stream, t.key, t.value::text, t.occurred_at, t.sequence, false
        from read.traits t where t.tenant = $1 and t.stream = any($2)
        union all
        select distinct on (t.stream, t.key) t.stream, t.key, t.value::text, t.occurred_at, t.sequence, true
        from read.initial_traits t where t.tenant = $1 and t.stream = any($2)
        """;

    /// <summary>The person with this id, or with this visitor id; null when there is neither.</summary>
    public async Task<Person?> FindAsync(string tenant, string id, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(id, "N", out var stream) || Guid.TryParseExact(id, "D", out stream))
            if ((await FindAsync(tenant, [stream], cancellation)).GetValueOrDefault(stream) is { } person)
                return person;
        var visitor = DerivedId.Visitor(tenant, id);
        return (await FindAsync(tenant, [visitor], cancellation)).GetValueOrDefault(visitor);
    }

    /// <summary>The person of each of the given person ids or visitor streams, in two round trips for all of them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Person>> FindAsync(
        string tenant, IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        var members = new List<(Guid Asked, Guid Person, Guid Stream, string VisitorId, DateTimeOffset? First, DateTimeOffset? Last)>();
        await using var session = store.QuerySession();
        await using (var reader = await session.ExecuteReaderAsync(Command(Find, tenant, streams), cancellation))
            while (await reader.ReadAsync(cancellation))
                members.Add((reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                    reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5)));
        var traits = await TraitsAsync(session, tenant, [.. members.Select(member => member.Stream).Distinct()], cancellation);
        return members.GroupBy(member => member.Asked).ToDictionary(person => person.Key, person => new Person(
            person.First().Person,
            [.. person.Select(member => member.VisitorId)],
            [.. person.Select(member => member.Stream)],
            Merge(person.SelectMany(member => traits[member.Stream])),
            person.Min(member => member.First) ?? DateTimeOffset.UnixEpoch,
            person.Max(member => member.Last) ?? DateTimeOffset.UnixEpoch));
    }

    private static async Task<ILookup<Guid, Trait>> TraitsAsync(
        IQuerySession session, string tenant, Guid[] streams, CancellationToken cancellation)
    {
        var traits = new List<Trait>();
        await using var reader = await session.ExecuteReaderAsync(Command(FindTraits, tenant, streams), cancellation);
        while (await reader.ReadAsync(cancellation))
            traits.Add(new Trait(reader.GetGuid(0), reader.GetString(1), JsonElement.Parse(reader.GetString(2)),
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt64(4), reader.GetBoolean(5)));
        return traits.ToLookup(trait => trait.Stream);
    }

    // Of the same trait on several visitors the last one set holds, by valid time; where none is set, the first of the initial ones.
    private static JsonElement Merge(IEnumerable<Trait> traits) => JsonSerializer.SerializeToElement(
        traits.OrderBy(trait => trait.OccurredAt).ThenBy(trait => trait.Sequence)
            .GroupBy(trait => trait.Key).OrderBy(trait => trait.Key, StringComparer.Ordinal)
            .ToDictionary(trait => trait.Key, trait => (trait.LastOrDefault(one => !one.Initial) ?? trait.First()).Value));

    private static NpgsqlCommand Command(string sql, string tenant, IReadOnlyCollection<Guid> streams)
    {
        var command = new NpgsqlCommand(sql);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = streams.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return command;
    }

    private sealed record Trait(Guid Stream, string Key, JsonElement Value, DateTimeOffset OccurredAt, long Sequence, bool Initial);
}
