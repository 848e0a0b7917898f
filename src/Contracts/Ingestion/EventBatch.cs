using Platform.Contracts.Events;

namespace Platform.Contracts.Ingestion;

/// <summary>Accepted and refused events on their way to the store: one message, one transaction.</summary>
/// <param name="Events">In order per visitor; several tenants may share a batch.</param>
/// <param name="Refused">What becomes a dead letter in the same transaction.</param>
public sealed record EventBatch(IReadOnlyList<AcceptedEvent> Events, IReadOnlyList<RefusedEvent> Refused)
{
    /// <summary>Whether a broker delivered it, which may deliver it again: what is refused is then kept and counted by its id, once.</summary>
    public bool ByBroker { get; init; }

    /// <summary>Whether producers that are not ours put it there: nobody was told that it is taken, so letters of what exceeds a quota are bounded.</summary>
    public bool ByOthers { get; init; }
}

/// <summary>An event that passed every step of ingest.</summary>
public sealed record AcceptedEvent(string Tenant, IVisitorEvent Event)
{
    /// <summary>What of it is not as the tracking plan has it, for the counters.</summary>
    public IReadOnlyList<PlanViolation> Violations { get; init; } = [];
}

/// <summary>A property of an event that is not as planned, for the counters.</summary>
/// <param name="Property">Its path, as "items.price"; empty for the properties as a whole.</param>
/// <param name="Expected">What the plan says, in few words.</param>
public sealed record PlanViolation(string Event, string Property, string Expected);

/// <summary>An event that a step refused. An unknown source's letters belong to the default tenant, the empty name.</summary>
public sealed record RefusedEvent(string Tenant, DeadLetter Letter)
{
    /// <summary>False when it is only counted: so many were refused for the same reason that keeping them all would fill the disk.</summary>
    public bool Kept { get; init; } = true;

    /// <summary>What of it is not as the tracking plan has it, for the counters.</summary>
    public IReadOnlyList<PlanViolation> Violations { get; init; } = [];
}

/// <summary>An event that passed every step and was refused by the storing transaction, which alone knows the exact counts.</summary>
/// <param name="Message">What to change, in a sentence.</param>
public sealed record OverruledEvent(AcceptedEvent Accepted, DropReason Reason, string Message);

/// <summary>An event with its place in the store.</summary>
/// <param name="Id"><see cref="DerivedId.Message"/> of tenant and message id.</param>
/// <param name="Sequence">The store's global sequence.</param>
/// <param name="RecordedAt">The time of the append, UTC.</param>
public sealed record StoredEvent(string Tenant, Guid Id, long Sequence, DateTimeOffset RecordedAt, IVisitorEvent Event);

/// <summary>What a batch added to the store, told after commit. Duplicates are not among them.</summary>
public sealed record EventsStored(IReadOnlyList<StoredEvent> Events, int Duplicates)
{
    /// <summary>What the transaction refused; it became dead letters in the same transaction.</summary>
    public IReadOnlyList<OverruledEvent> Overruled { get; init; } = [];

    /// <summary>What limited sources have used after the commit.</summary>
    public IReadOnlyList<SourceUsage> Usage { get; init; } = [];
}

/// <summary>What a limited source has stored in the running minute and month.</summary>
/// <param name="Minute">Start of the minute, UTC.</param>
/// <param name="MinuteEvents">Events stored in it.</param>
/// <param name="Month">Start of the month, UTC.</param>
/// <param name="MonthEvents">Events stored in it.</param>
public sealed record SourceUsage(
    string Tenant, string Source, DateTimeOffset Minute, long MinuteEvents, DateTimeOffset Month, long MonthEvents);

/// <summary>Told, in the storing process and right after commit, which events were stored. Must be quick and must not throw.</summary>
public interface IEventsStoredListener
{
    /// <summary>Called once per committed batch, on the storing thread.</summary>
    void OnStored(EventsStored stored);
}
