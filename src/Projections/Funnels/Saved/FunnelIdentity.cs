using Npgsql;
using NpgsqlTypes;
using Platform.Projections.Persons;
using Platform.Projections.Reading;

namespace Platform.Projections.Funnels.Saved;

/// <summary>
/// Who is who among the visitors that a page touches. The read model keeps joins of its own: those of the persons' read model may be
/// further, or not as far, and then an answer would be of no moment at all.
/// </summary>
internal sealed class FunnelIdentity
{
    private readonly Dictionary<string, IdentityGraph> _graphs = [];
    private readonly Dictionary<(string Tenant, Guid A, Guid B), bool> _edges = [];
    private readonly HashSet<(string Tenant, Guid Person)> _former = [];
    private readonly HashSet<(string Tenant, Guid Stream)> _moved = [];

    /// <summary>Persons as they were before a change.</summary>
    public IReadOnlyCollection<(string Tenant, Guid Person)> Former => _former;

    /// <summary>The streams of everybody whom a change touched.</summary>
    public IReadOnlyCollection<(string Tenant, Guid Stream)> Moved => _moved;

    /// <summary>The streams of a visitor's person, with its name.</summary>
    public (Guid Person, IReadOnlyCollection<Guid> Streams) PersonOf(string tenant, Guid stream)
    {
        var streams = Graph(tenant).Component(stream);
        return (IdentityGraph.Person(streams), streams);
    }

    /// <summary>Reads the sets that some streams belong to.</summary>
    public static async Task<FunnelIdentity> LoadAsync(IReadModelTarget target, IReadOnlyCollection<(string Tenant, Guid Stream)> touched, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with recursive touched (tenant, stream) as (
                select * from unnest($1::text[], $2::uuid[])
                union
                select e.tenant, e.b from {target.Schema}.funnel_edges e join touched t on e.tenant = t.tenant and e.a = t.stream)
            select t.tenant, t.stream, e.b from touched t join {target.Schema}.funnel_edges e on e.tenant = t.tenant and e.a = t.stream
            """);
        command.Parameters.Add(new() { Value = touched.Select(item => item.Tenant).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = touched.Select(item => item.Stream).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var identity = new FunnelIdentity();
        foreach (var (tenant, a, b) in await target.ReadAsync(command, reader => (reader.GetString(0), reader.GetGuid(1), reader.GetGuid(2)), cancellation))
            identity.Graph(tenant).Link(a, b);
        return identity;
    }

    /// <summary>Applies joins and unlinks in their order.</summary>
    public void Apply(IEnumerable<IdentityChange> changes)
    {
        foreach (var change in changes)
        {
            foreach (var stream in change.Streams)
                Note(change.Tenant, stream);
            var graph = Graph(change.Tenant);
            var others = change.Other is { } other ? graph.Link(change.Stream, other) ? [other] : [] : graph.Unlink(change.Stream);
            foreach (var neighbour in others)
                _edges[(change.Tenant, change.Stream, neighbour)] = _edges[(change.Tenant, neighbour, change.Stream)] = change.Other is not null;
        }
    }

    /// <summary>Writes what has changed.</summary>
    public void Queue(IReadModelTarget target)
    {
        Queue(target, present: false, $"""
            delete from {target.Schema}.funnel_edges e using unnest(?::text[], ?::uuid[], ?::uuid[]) as gone (tenant, a, b)
            where e.tenant = gone.tenant and e.a = gone.a and e.b = gone.b
            """);
        Queue(target, present: true, $"insert into {target.Schema}.funnel_edges (tenant, a, b) select * from unnest(?::text[], ?::uuid[], ?::uuid[]) on conflict do nothing");
    }

    private void Queue(IReadModelTarget target, bool present, string sql)
    {
        var some = _edges.Where(edge => edge.Value == present).Select(edge => edge.Key).Order().ToList();
        if (some.Count > 0)
            target.Queue(sql, some.Select(edge => edge.Tenant).ToArray(), some.Select(edge => edge.A).ToArray(), some.Select(edge => edge.B).ToArray());
    }

    private void Note(string tenant, Guid stream)
    {
        var (person, streams) = PersonOf(tenant, stream);
        _former.Add((tenant, person));
        foreach (var own in streams)
            _moved.Add((tenant, own));
    }

    private IdentityGraph Graph(string tenant) => _graphs.TryGetValue(tenant, out var graph) ? graph : _graphs[tenant] = new IdentityGraph();
}
