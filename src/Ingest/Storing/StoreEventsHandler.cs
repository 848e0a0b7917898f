using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>Stores a batch in one transaction: message ids that are new, their events, and the dead letters.</summary>
public static class StoreEventsHandler
{
    /// <summary>Appends what was not stored before. The caller's session commits it, or nothing of it.</summary>
    /// <returns>What was new, with its place in the store (known after the commit).</returns>
    public static async Task<EventsStored> Handle(EventBatch batch, IDocumentSession session, CancellationToken cancellation)
    {
        foreach (var letters in batch.Refused.GroupBy(refused => refused.Tenant))
            session.InTenant(letters.Key).Store(letters.Select(refused => refused.Letter));

        var fresh = await TakeNewAsync(batch.Events, session, cancellation);
        var wrapped = new List<(AcceptedEvent Accepted, IEvent Event)>(fresh.Count);
        foreach (var tenant in fresh.GroupBy(item => item.Accepted.Tenant))
        {
            var events = session.InTenant(tenant.Key).Events;
            foreach (var stream in tenant.GroupBy(item => DerivedId.Visitor(tenant.Key, item.Accepted.Event.Origin.VisitorId)))
            {
                var append = stream.Select(item => Wrap(session, item)).ToArray();
                events.Append(stream.Key, append.Cast<object>());
                wrapped.AddRange(stream.Select(item => item.Accepted).Zip(append));
            }
        }
        await session.SaveChangesAsync(cancellation);
        return new EventsStored(
            [.. wrapped.Select(item => new StoredEvent(
                item.Accepted.Tenant, item.Event.Id, item.Event.Sequence, item.Event.Timestamp, item.Accepted.Event))],
            batch.Events.Count - fresh.Count);
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

    private static IEvent Wrap(IDocumentSession session, (AcceptedEvent Accepted, Guid Id) item)
    {
        var wrapped = session.Events.BuildEvent(item.Accepted.Event);
        wrapped.Id = item.Id;
        return wrapped;
    }

    private static IDocumentOperations InTenant(this IDocumentSession session, string tenant) =>
        tenant.Length == 0 ? session : session.ForTenant(tenant);
}
