using Platform.Contracts.Events;

namespace Platform.Contracts.Ingestion;

/// <summary>Accepted and refused events on their way to the store: one message, one transaction.</summary>
/// <param name="Events">In order per visitor; several tenants may share a batch.</param>
/// <param name="Refused">What becomes a dead letter in the same transaction.</param>
public sealed record EventBatch(IReadOnlyList<AcceptedEvent> Events, IReadOnlyList<RefusedEvent> Refused);

/// <summary>An event that passed every step of ingest.</summary>
public sealed record AcceptedEvent(string Tenant, IVisitorEvent Event);

/// <summary>An event that a step refused. An unknown source's letters belong to the default tenant, the empty name.</summary>
public sealed record RefusedEvent(string Tenant, DeadLetter Letter);

/// <summary>An event with its place in the store.</summary>
/// <param name="Id"><see cref="DerivedId.Message"/> of tenant and message id.</param>
/// <param name="Sequence">The store's global sequence.</param>
/// <param name="RecordedAt">The time of the append, UTC.</param>
public sealed record StoredEvent(string Tenant, Guid Id, long Sequence, DateTimeOffset RecordedAt, IVisitorEvent Event);

/// <summary>What a batch added to the store, told after commit. Duplicates are not among them.</summary>
public sealed record EventsStored(IReadOnlyList<StoredEvent> Events, int Duplicates);

/// <summary>Told, in the storing process and right after commit, which events were stored. Must be quick and must not throw.</summary>
public interface IEventsStoredListener
{
    /// <summary>Called once per committed batch, on the storing thread.</summary>
    void OnStored(EventsStored stored);
}
