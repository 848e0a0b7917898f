using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Quotas;

namespace Platform.Ingest.Storing;

/// <summary>Stores a batch in one transaction: message ids that are new, their events, and the dead letters.</summary>
public static class StoreEventsHandler
{
    private const string Untake =
        "delete from ingest.message_ids m using unnest(?::text[], ?::uuid[]) as given (tenant, id) where m.tenant = given.tenant and m.id = given.id";

    /// <summary>Appends what was not stored before. The caller's session commits it, or nothing of it.</summary>
    /// <returns>What was new, with its place in the store (known after the commit).</returns>
    public static Task<EventsStored> Handle(
        EventBatch batch, IDocumentSession session, StoringRules rules, TimeProvider clock, CancellationToken cancellation) =>
        StoreAsync(batch, session, rules, (_, overruled) => [.. overruled.Select(item =>
            Letters.Of(item.Accepted, item.Reason, item.Message, Letters.IdOf(item.Accepted, batch, clock)) with { Kept = !batch.ByOthers || rules.Keeps(item) })], clock, cancellation);

    /// <summary>The same, with a say in what else the transaction does once it is decided what is new and what is refused.</summary>
    /// <param name="decided">Told both, before the commit; gives the letters of what is refused.</param>
    internal static async Task<EventsStored> StoreAsync(
        EventBatch batch, IDocumentSession session, StoringRules rules,
        Func<IReadOnlyList<AcceptedEvent>, IReadOnlyList<OverruledEvent>, IReadOnlyList<RefusedEvent>> decided,
        TimeProvider clock, CancellationToken cancellation)
    {
        var taken = await TakeNewAsync(batch.Events, session, cancellation);
        var (overruled, usage) = await rules.DecideAsync(session, [.. taken.Select(item => item.Accepted)], cancellation);
        var fresh = Without(taken, overruled, session);
        var refused = batch.Refused.Concat(decided([.. fresh.Select(item => item.Accepted)], overruled)).ToList();
        if (batch.ByBroker)
            refused = await RefusedOnce.NewAsync(session, refused, clock.GetUtcNow(), cancellation);
        foreach (var letters in refused.Where(item => item.Kept).GroupBy(item => item.Tenant))
            session.InTenant(letters.Key).Store(letters.Select(item => item.Letter));

        var stored = await StreamAppend.AppendAsync(session, [.. fresh.Select(Item)], clock, cancellation);
        var duplicates = batch.Events.Except(taken.Select(item => item.Accepted), ReferenceEqualityComparer.Instance).Cast<AcceptedEvent>().ToList();
        Metering.Queue(session,
            [.. fresh.SelectMany(item => Count.OfStored(item.Accepted)), .. duplicates.Select(Count.OfDuplicate), .. refused.SelectMany(Count.OfRefused)]);
        await session.SaveChangesAsync(cancellation);
        return new EventsStored(stored, duplicates.Count)
        {
            Overruled = overruled,
            Usage = usage,
        };
    }

    // What is refused now may come again and be stored then: its message id is free.
    private static List<(AcceptedEvent Accepted, Guid Id)> Without(
        List<(AcceptedEvent Accepted, Guid Id)> taken, IReadOnlyList<OverruledEvent> overruled, IDocumentSession session)
    {
        if (overruled.Count == 0)
            return taken;
        var gone = overruled.Select(item => item.Accepted).ToHashSet<AcceptedEvent>(ReferenceEqualityComparer.Instance);
        var freed = taken.Where(item => gone.Contains(item.Accepted)).ToList();
        session.QueueSqlCommand(Untake, freed.Select(item => item.Accepted.Tenant).ToArray(), freed.Select(item => item.Id).ToArray());
        return [.. taken.Where(item => !gone.Contains(item.Accepted))];
    }

    // Sorted, so that two batches with the same ids wait for each other instead of deadlocking.
    private static async Task<List<(AcceptedEvent Accepted, Guid Id)>> TakeNewAsync(
        IReadOnlyList<AcceptedEvent> events, IDocumentSession session, CancellationToken cancellation)
    {
        var firsts = new Dictionary<(string, Guid), AcceptedEvent>(events.Count);
        foreach (var accepted in events)
            firsts.TryAdd((accepted.Tenant, DerivedId.Message(accepted.Tenant, accepted.Event.Origin.MessageId)), accepted);
        if (firsts.Count == 0)
            return [];

        var ids = firsts.Keys.ToArray();
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            insert into ingest.message_ids (tenant, id)
            select tenant, id from unnest($1, $2) as given (tenant, id) order by tenant, id
            on conflict do nothing
            returning tenant, id
            """);
        command.Parameters.Add(new() { Value = ids.Select(id => id.Item1).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = ids.Select(id => id.Item2).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        var taken = new HashSet<(string, Guid)>(ids.Length);
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                taken.Add((reader.GetString(0), reader.GetGuid(1)));
        return [.. firsts.Where(first => taken.Contains(first.Key)).Select(first => (first.Value, first.Key.Item2))];
    }

    private static StreamAppend.Item Item((AcceptedEvent Accepted, Guid Id) taken) =>
        new(taken.Accepted.Tenant, DerivedId.Visitor(taken.Accepted.Tenant, taken.Accepted.Event.Origin.VisitorId), taken.Id, taken.Accepted.Event);

    private static IDocumentOperations InTenant(this IDocumentSession session, string tenant) =>
        tenant.Length == 0 ? session : session.ForTenant(tenant);
}
