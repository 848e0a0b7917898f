using Npgsql;
using Platform.Projections.Persons;
using Platform.Projections.Reading;

namespace Platform.Projections.Funnels.Saved;

/// <summary>
/// How far each person got in each saved funnel. What an event, a join or an unlink may have changed are the persons it touches, and
/// those are judged anew from all their events that matter to the funnel, so that late events and joins are nothing special. Which
/// versions are kept is decided when an edition is begun: another definition is another edition, built beside this one.
/// </summary>
internal sealed class FunnelsProjection : IReadModel
{
    public const string ProjectionName = "funnels";

    internal static readonly ReadTable Versions = new("funnel_versions", ["funnel", "version"],
        ("funnel", "uuid"), ("version", "integer"), ("question", "jsonb"), ("changed", "bigint"));

    internal static readonly ReadTable Events = new("funnel_events", ["funnel", "version", "stream", "sequence"],
        ("funnel", "uuid"), ("version", "integer"), ("stream", "uuid"), ("sequence", "bigint"),
        ("micros", "bigint"), ("steps", "bigint"), ("exclusions", "bigint"), ("value", "text"));

    internal static readonly ReadTable Units = new("funnel_units", ["funnel", "version", "person"],
        ("funnel", "uuid"), ("version", "integer"), ("person", "uuid"), ("reached", "bigint[]"), ("gaps", "bigint[]"), ("breakdown", "text[]"));

    internal static readonly ReadTable Edges = new("funnel_edges", ["a", "b"], ("a", "uuid"), ("b", "uuid"));

    private static string AddEvents(string schema) =>
        $"""
        insert into {schema}.funnel_events (tenant, funnel, version, stream, sequence, micros, steps, exclusions, value)
        select * from unnest(?::text[], ?::uuid[], ?::integer[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[]) on conflict do nothing
        """;

    // The last event that mattered: the same however the events are paged.
    private static string Touch(string schema) =>
        $"""
        update {schema}.funnel_versions v set changed = greatest(v.changed, t.sequence)
        from unnest(?::text[], ?::uuid[], ?::bigint[]) as t (tenant, funnel, sequence) where v.tenant = t.tenant and v.funnel = t.funnel
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Versions, Events, Units, Edges];

    /// <inheritdoc />
    public string? DefinitionColumn => "funnel";

    /// <inheritdoc />
    public string Seed(string schema, string? tenant, Guid? definition) =>
        $"""
        insert into {schema}.funnel_versions (tenant, funnel, version, question, changed)
        select data ->> 'tenant', id, (data -> 'versions' -> -1 ->> 'version')::integer, data -> 'versions' -> -1 -> 'question', 0
        from mt_doc_savedfunnel where data ->> 'archivedAt' is null {(tenant is null ? "" : $"and data ->> 'tenant' = '{tenant}'")} {(definition is null ? "" : $"and id = '{definition}'")}
        """;

    /// <inheritdoc />
    public string Comparable(ReadTable table, string schema) => table == Edges
        ? "true"
        : $"(funnel, version) in (select funnel, version from {ReadTable.LiveSchema}.{Versions.Name} intersect select funnel, version from {schema}.{Versions.Name})";

    /// <inheritdoc />
    public async Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        var kept = await KeptFunnel.LoadAsync(target, [.. page.Select(stored => stored.Tenant).Distinct()], cancellation);
        var changes = page.Select(IdentityChange.Of).OfType<IdentityChange>().ToList();
        var fresh = Seen(kept.ToLookup(funnel => funnel.Tenant), page);
        if (changes.Count == 0 && fresh.Count == 0)
            return;
        var identity = await FunnelIdentity.LoadAsync(target,
            fresh.Select(seen => (seen.Funnel.Tenant, seen.Stream)).Concat(changes.SelectMany(change => change.Streams.Select(stream => (change.Tenant, stream)))).ToHashSet(), cancellation);
        identity.Apply(changes);
        identity.Queue(target);
        Queue(target, fresh);
        Touch(target, kept, fresh, changes);
        await new FunnelUnits(target, identity).JudgeAsync(kept, fresh, cancellation);
    }

    private static List<KeptEvent> Seen(ILookup<string, KeptFunnel> kept, IReadOnlyList<PageEvent> page) =>
        [.. page.SelectMany(stored => kept[stored.Tenant].Select(funnel => funnel.See(stored))).OfType<KeptEvent>()];

    private static void Queue(IReadModelTarget target, List<KeptEvent> fresh)
    {
        if (fresh.Count > 0)
            target.Queue(AddEvents(target.Schema), fresh.Select(seen => seen.Funnel.Tenant).ToArray(), fresh.Select(seen => seen.Funnel.Id).ToArray(),
                fresh.Select(seen => seen.Funnel.Version).ToArray(), fresh.Select(seen => seen.Stream).ToArray(), fresh.Select(seen => seen.Sequence).ToArray(),
                fresh.Select(seen => seen.At).ToArray(), fresh.Select(seen => (long)seen.Steps).ToArray(), fresh.Select(seen => (long)seen.Exclusions).ToArray(),
                fresh.Select(seen => seen.Value).ToArray());
    }

    private static void Touch(IReadModelTarget target, IReadOnlyList<KeptFunnel> kept, List<KeptEvent> fresh, List<IdentityChange> changes)
    {
        var last = fresh.Select(seen => (seen.Funnel, seen.Sequence))
            .Concat(kept.SelectMany(funnel => changes.Where(change => change.Tenant == funnel.Tenant).Select(change => (Funnel: funnel, change.Sequence))))
            .GroupBy(touched => touched.Funnel, touched => touched.Sequence).Select(touched => (Funnel: touched.Key, Sequence: touched.Max())).ToList();
        if (last.Count > 0)
            target.Queue(Touch(target.Schema), last.Select(touched => touched.Funnel.Tenant).ToArray(), last.Select(touched => touched.Funnel.Id).ToArray(),
                last.Select(touched => touched.Sequence).ToArray());
    }
}
