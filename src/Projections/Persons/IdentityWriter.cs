using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Reading;

namespace Platform.Projections.Persons;

/// <summary>Applies a page's identity changes: one round trip reads the sets they touch, the rest is queued with the page.</summary>
internal static class IdentityWriter
{
    private static string LoadEdges(string schema) =>
        $"""
        with recursive touched (tenant, stream) as (
            select distinct * from unnest($1::text[], $2::uuid[])
            union
            select e.tenant, e.b from {schema}.person_edges e join touched t on e.tenant = t.tenant and e.a = t.stream)
        select t.tenant, t.stream, e.b,
               (select l.person from {schema}.person_links l where l.tenant = t.tenant and l.stream = t.stream order by l.sequence desc limit 1)
        from touched t left join {schema}.person_edges e on e.tenant = t.tenant and e.a = t.stream
        """;

    private static string AddEdges(string schema) =>
        $"insert into {schema}.person_edges (tenant, a, b) select * from unnest(?::text[], ?::uuid[], ?::uuid[]) on conflict do nothing";

    private static string RemoveEdges(string schema) =>
        $"""
        delete from {schema}.person_edges e using unnest(?::text[], ?::uuid[], ?::uuid[]) as gone (tenant, a, b)
        where e.tenant = gone.tenant and e.a = gone.a and e.b = gone.b
        """;

    private static string AddLinks(string schema) =>
        $"""
        insert into {schema}.person_links (tenant, stream, sequence, person) select * from unnest(?::text[], ?::uuid[], ?::bigint[], ?::uuid[])
        on conflict (tenant, stream, sequence) do update set person = excluded.person
        """;

    public static async Task WriteAsync(IReadModelTarget target, List<IdentityChange> changes, CancellationToken cancellation)
    {
        var (graphs, persons) = await LoadAsync(target, changes, cancellation);
        var edges = new Dictionary<(string Tenant, Guid A, Guid B), bool>();
        var links = new List<(string Tenant, Guid Stream, long Sequence, Guid Person)>();
        foreach (var change in changes)
        {
            if (!graphs.TryGetValue(change.Tenant, out var graph))
                graphs[change.Tenant] = graph = new IdentityGraph();
            var moved = Apply(graph, change, edges);
            foreach (var component in moved.Select(graph.Component).DistinctBy(IdentityGraph.Person))
            {
                var person = IdentityGraph.Person(component);
                foreach (var stream in component.Where(stream => persons.GetValueOrDefault((change.Tenant, stream), stream) != person))
                {
                    persons[(change.Tenant, stream)] = person;
                    links.Add((change.Tenant, stream, change.Sequence, person));
                }
            }
        }
        Queue(target, edges, links);
    }

    /// <returns>The streams whose person may have changed.</returns>
    private static List<Guid> Apply(IdentityGraph graph, IdentityChange change, Dictionary<(string, Guid, Guid), bool> edges)
    {
        if (change.Other is { } other)
        {
            if (!graph.Link(change.Stream, other))
                return [];
            edges[(change.Tenant, change.Stream, other)] = edges[(change.Tenant, other, change.Stream)] = true;
            return [change.Stream];
        }
        var neighbours = graph.Unlink(change.Stream);
        foreach (var neighbour in neighbours)
            edges[(change.Tenant, change.Stream, neighbour)] = edges[(change.Tenant, neighbour, change.Stream)] = false;
        return [change.Stream, .. neighbours];
    }

    private static async Task<(Dictionary<string, IdentityGraph> Graphs, Dictionary<(string, Guid), Guid> Persons)> LoadAsync(
        IReadModelTarget target, List<IdentityChange> changes, CancellationToken cancellation)
    {
        var touched = changes.SelectMany(change => change.Other is { } other
            ? new[] { (change.Tenant, change.Stream), (change.Tenant, Stream: other) }
            : [(change.Tenant, change.Stream)]).Distinct().ToList();
        await using var command = new NpgsqlCommand(LoadEdges(target.Schema));
        command.Parameters.Add(new() { Value = touched.Select(item => item.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = touched.Select(item => item.Stream).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var graphs = new Dictionary<string, IdentityGraph>();
        var persons = new Dictionary<(string, Guid), Guid>();
        var rows = await target.ReadAsync(command, reader => (Tenant: reader.GetString(0), Stream: reader.GetGuid(1),
            Neighbour: reader.IsDBNull(2) ? (Guid?)null : reader.GetGuid(2), Person: reader.IsDBNull(3) ? (Guid?)null : reader.GetGuid(3)), cancellation);
        foreach (var (tenant, stream, neighbour, person) in rows)
        {
            if (!graphs.TryGetValue(tenant, out var graph))
                graphs[tenant] = graph = new IdentityGraph();
            if (neighbour is { } linked)
                graph.Link(stream, linked);
            if (person is { } known)
                persons[(tenant, stream)] = known;
        }
        return (graphs, persons);
    }

    private static void Queue(
        IReadModelTarget target, Dictionary<(string Tenant, Guid A, Guid B), bool> edges,
        List<(string Tenant, Guid Stream, long Sequence, Guid Person)> links)
    {
        foreach (var (present, sql) in new[] { (false, RemoveEdges(target.Schema)), (true, AddEdges(target.Schema)) })
        {
            var some = edges.Where(edge => edge.Value == present).Select(edge => edge.Key).Order().ToList();
            if (some.Count > 0)
                target.Queue(sql, some.Select(e => e.Tenant).ToArray(), some.Select(e => e.A).ToArray(), some.Select(e => e.B).ToArray());
        }
        if (links.Count > 0)
            target.Queue(AddLinks(target.Schema), links.Select(link => link.Tenant).ToArray(), links.Select(link => link.Stream).ToArray(),
                links.Select(link => link.Sequence).ToArray(), links.Select(link => link.Person).ToArray());
    }
}
