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

    private static string UpsertTraits(string schema) =>
        $"""
        insert into {schema}.traits (tenant, stream, key, value, occurred_at, sequence)
        select * from unnest(?::text[], ?::uuid[], ?::text[], ?::jsonb[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, stream, key) do update
            set value = excluded.value, occurred_at = excluded.occurred_at, sequence = excluded.sequence
            where (excluded.occurred_at, excluded.sequence) > (traits.occurred_at, traits.sequence)
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Visitors, Traits, Edges, Links];

    /// <inheritdoc />
    public async Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        SeeVisitors(target, page);
        SetTraits(target, page);
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

    private static void SetTraits(IReadModelTarget target, IReadOnlyList<PageEvent> page)
    {
        var traits = new SortedDictionary<(string Tenant, Guid Stream, string Key), (string Value, DateTimeOffset At, long Sequence)>();
        foreach (var stored in page.Where(item => item.Event is VisitorIdentified))
            foreach (var trait in stored.Event.Properties.EnumerateObject())
            {
                var key = (stored.Tenant, stored.Stream, trait.Name);
                var at = stored.Event.Origin.OccurredAt;
                if (!traits.TryGetValue(key, out var before) || (at, stored.Sequence).CompareTo((before.At, before.Sequence)) > 0)
                    traits[key] = (trait.Value.GetRawText(), at, stored.Sequence);
            }
        if (traits.Count > 0)
            target.Queue(UpsertTraits(target.Schema),
                traits.Keys.Select(key => key.Tenant).ToArray(), traits.Keys.Select(key => key.Stream).ToArray(),
                traits.Keys.Select(key => key.Key).ToArray(), traits.Values.Select(trait => trait.Value).ToArray(),
                traits.Values.Select(trait => trait.At).ToArray(), traits.Values.Select(trait => trait.Sequence).ToArray());
    }
}
