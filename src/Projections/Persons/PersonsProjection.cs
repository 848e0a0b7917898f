using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Projections.Reading;

namespace Platform.Projections.Persons;

/// <summary>Visitors with when they were seen, their traits, and which of them are one person.</summary>
internal sealed class PersonsProjection : IReadModel
{
    public const string ProjectionName = "persons";

    internal static readonly ReadTable Visitors = new("visitors", ["stream"],
        ("stream", "uuid"), ("visitor_id", "text"), ("first_seen", "timestamptz"), ("last_seen", "timestamptz"), ("events", "bigint"));

    internal static readonly ReadTable Traits = new("traits", ["stream", "key"],
        ("stream", "uuid"), ("key", "text"), ("value", "jsonb"), ("occurred_at", "timestamptz"), ("sequence", "bigint"));

    internal static readonly ReadTable InitialTraits = new("initial_traits", ["stream", "key"],
        ("stream", "uuid"), ("key", "text"), ("value", "jsonb"), ("occurred_at", "timestamptz"), ("sequence", "bigint"));

    internal static readonly ReadTable Edges = new("person_edges", ["a", "b"], ("a", "uuid"), ("b", "uuid"));

    internal static readonly ReadTable Links = new("person_links", ["stream", "sequence"],
        ("stream", "uuid"), ("sequence", "bigint"), ("person", "uuid"));

    private static string UpsertVisitors(string schema) =>
        $"""
        insert into {schema}.visitors (tenant, stream, visitor_id, first_seen, last_seen, events)
        select * from unnest(?::text[], ?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, stream) do update set first_seen = least(visitors.first_seen, excluded.first_seen),
            last_seen = greatest(visitors.last_seen, excluded.last_seen), events = visitors.events + excluded.events
        """;

    // Of what is set the last holds, of what is set once the first, by valid time.
    private static string UpsertTraits(string schema, string table, string wins) =>
        $"""
        insert into {schema}.{table} as known (tenant, stream, key, value, occurred_at, sequence)
        select * from unnest(?::text[], ?::uuid[], ?::text[], ?::jsonb[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, stream, key) do update
            set value = excluded.value, occurred_at = excluded.occurred_at, sequence = excluded.sequence
            where (excluded.occurred_at, excluded.sequence) {wins} (known.occurred_at, known.sequence)
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Visitors, Traits, InitialTraits, Edges, Links];

    /// <inheritdoc />
    public async Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        SeeVisitors(target, page);
        SetTraits(target, UpsertTraits(target.Schema, Traits.Name, ">"), page, identified => identified.Properties, +1);
        SetTraits(target, UpsertTraits(target.Schema, InitialTraits.Name, "<"), page, identified => identified.InitialTraits, -1);
        var changes = page.Select(IdentityChange.Of).Where(change => change is not null).Select(change => change!).ToList();
        if (changes.Count > 0)
            await IdentityWriter.WriteAsync(target, changes, cancellation);
    }

    private static void SeeVisitors(IReadModelTarget target, IReadOnlyList<PageEvent> page)
    {
        var seen = new SortedDictionary<(string Tenant, Guid Stream), (string Id, DateTimeOffset? First, DateTimeOffset? Last, long Events)>();
        foreach (var stored in page)
        {
            var happened = stored.Event;
            var key = (stored.Tenant, stored.Stream);
            var at = happened.Origin.OccurredAt;
            var visitor = seen.GetValueOrDefault(key, (happened.Origin.VisitorId, at, at, 0));
            seen[key] = (visitor.Id, visitor.First < at ? visitor.First : at, visitor.Last > at ? visitor.Last : at, visitor.Events + 1);
            // The other id of a link is a visitor as well, even one that never did anything.
            if (IdentityChange.OtherId(happened) is { } other)
                seen.TryAdd((stored.Tenant, DerivedId.Visitor(stored.Tenant, other)), (other, null, null, 0));
        }
        target.Queue(UpsertVisitors(target.Schema),
            seen.Keys.Select(key => key.Tenant).ToArray(), seen.Keys.Select(key => key.Stream).ToArray(),
            seen.Values.Select(visitor => visitor.Id).ToArray(), seen.Values.Select(visitor => visitor.First).ToArray(),
            seen.Values.Select(visitor => visitor.Last).ToArray(), seen.Values.Select(visitor => visitor.Events).ToArray());
    }

    private static void SetTraits(
        IReadModelTarget target, string upsert, IReadOnlyList<PageEvent> page, Func<VisitorIdentified, JsonElement?> told, int wins)
    {
        var traits = new SortedDictionary<(string Tenant, Guid Stream, string Key), (string Value, DateTimeOffset At, long Sequence)>();
        foreach (var stored in page)
            if (stored.Event is VisitorIdentified identified && told(identified) is { ValueKind: JsonValueKind.Object } given)
                foreach (var trait in given.EnumerateObject())
                {
                    var key = (stored.Tenant, stored.Stream, trait.Name);
                    var at = identified.Origin.OccurredAt;
                    if (!traits.TryGetValue(key, out var before) || (at, stored.Sequence).CompareTo((before.At, before.Sequence)) * wins > 0)
                        traits[key] = (trait.Value.GetRawText(), at, stored.Sequence);
                }
        if (traits.Count > 0)
            target.Queue(upsert,
                traits.Keys.Select(key => key.Tenant).ToArray(), traits.Keys.Select(key => key.Stream).ToArray(),
                traits.Keys.Select(key => key.Key).ToArray(), traits.Values.Select(trait => trait.Value).ToArray(),
                traits.Values.Select(trait => trait.At).ToArray(), traits.Values.Select(trait => trait.Sequence).ToArray());
    }
}
