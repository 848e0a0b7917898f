using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Projections.Reading;

namespace Platform.Projections.Persons;

/// <summary>Visitors with when they were seen, their traits, and which of them are one person.</summary>
public sealed class PersonsProjection : IProjection
{
    /// <summary>The projection's name.</summary>
    public const string Name = "persons";

    internal static readonly ReadTable Visitors = new("visitors", ["stream"],
        ("stream", "uuid"), ("visitor_id", "text"), ("first_seen", "timestamptz"), ("last_seen", "timestamptz"), ("events", "bigint"));

    internal static readonly ReadTable Traits = new("traits", ["stream", "key"],
        ("stream", "uuid"), ("key", "text"), ("value", "jsonb"), ("occurred_at", "timestamptz"), ("sequence", "bigint"));

    internal static readonly ReadTable Edges = new("person_edges", ["a", "b"], ("a", "uuid"), ("b", "uuid"));

    internal static readonly ReadTable Links = new("person_links", ["stream", "sequence"],
        ("stream", "uuid"), ("sequence", "bigint"), ("person", "uuid"));

    private const string UpsertVisitors =
        """
        insert into read.visitors (tenant, stream, visitor_id, first_seen, last_seen, events)
        select * from unnest(?::text[], ?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, stream) do update set first_seen = least(visitors.first_seen, excluded.first_seen),
            last_seen = greatest(visitors.last_seen, excluded.last_seen), events = visitors.events + excluded.events
        """;

    private const string UpsertTraits =
        """
        insert into read.traits (tenant, stream, key, value, occurred_at, sequence)
        select * from unnest(?::text[], ?::uuid[], ?::text[], ?::jsonb[], ?::timestamptz[], ?::bigint[])
        on conflict (tenant, stream, key) do update
            set value = excluded.value, occurred_at = excluded.occurred_at, sequence = excluded.sequence
            where (excluded.occurred_at, excluded.sequence) > (traits.occurred_at, traits.sequence)
        """;

    /// <inheritdoc />
    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var page = events.VisitorEvents().ToList();
        if (page.Count == 0)
            return;
        SeeVisitors(operations, page);
        SetTraits(operations, page);
        var changes = page.Select(IdentityChange.Of).Where(change => change is not null).Select(change => change!).ToList();
        if (changes.Count > 0)
            await IdentityWriter.WriteAsync(operations, changes, cancellation);
    }

    private static void SeeVisitors(IDocumentOperations operations, List<(IEvent Stored, IVisitorEvent Event)> page)
    {
        var seen = new SortedDictionary<(string Tenant, Guid Stream), (string Id, DateTimeOffset? First, DateTimeOffset? Last, long Events)>();
        foreach (var (stored, happened) in page)
        {
            var key = (stored.TenantId, stored.StreamId);
            var at = happened.Origin.OccurredAt;
            var visitor = seen.GetValueOrDefault(key, (happened.Origin.VisitorId, at, at, 0));
            seen[key] = (visitor.Id, visitor.First < at ? visitor.First : at, visitor.Last > at ? visitor.Last : at, visitor.Events + 1);
            // The other id of a link is a visitor as well, even one that never did anything.
            if (IdentityChange.OtherId(happened) is { } other)
                seen.TryAdd((stored.TenantId, DerivedId.Visitor(stored.TenantId, other)), (other, null, null, 0));
        }
        operations.QueueSqlCommand(UpsertVisitors,
            seen.Keys.Select(key => key.Tenant).ToArray(), seen.Keys.Select(key => key.Stream).ToArray(),
            seen.Values.Select(visitor => visitor.Id).ToArray(), seen.Values.Select(visitor => visitor.First).ToArray(),
            seen.Values.Select(visitor => visitor.Last).ToArray(), seen.Values.Select(visitor => visitor.Events).ToArray());
    }

    private static void SetTraits(IDocumentOperations operations, List<(IEvent Stored, IVisitorEvent Event)> page)
    {
        var traits = new SortedDictionary<(string Tenant, Guid Stream, string Key), (string Value, DateTimeOffset At, long Sequence)>();
        foreach (var (stored, happened) in page.Where(item => item.Event is VisitorIdentified))
            foreach (var trait in happened.Properties.EnumerateObject())
            {
                var key = (stored.TenantId, stored.StreamId, trait.Name);
                var at = happened.Origin.OccurredAt;
                if (!traits.TryGetValue(key, out var before) || (at, stored.Sequence).CompareTo((before.At, before.Sequence)) > 0)
                    traits[key] = (trait.Value.GetRawText(), at, stored.Sequence);
            }
        if (traits.Count > 0)
            operations.QueueSqlCommand(UpsertTraits,
                traits.Keys.Select(key => key.Tenant).ToArray(), traits.Keys.Select(key => key.Stream).ToArray(),
                traits.Keys.Select(key => key.Key).ToArray(), traits.Values.Select(trait => trait.Value).ToArray(),
                traits.Values.Select(trait => trait.At).ToArray(), traits.Values.Select(trait => trait.Sequence).ToArray());
    }
}
