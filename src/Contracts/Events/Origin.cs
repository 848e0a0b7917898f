namespace Platform.Contracts.Events;

/// <summary>Where an event comes from: its identity, its visitor, its two client-side times and the way it took.</summary>
/// <param name="MessageId">The idempotency key within the tenant, as the client gave it.</param>
/// <param name="VisitorId">The client's anonymous id, or the server-side user id, or the cookieless hash.</param>
/// <param name="OccurredAt">Valid time, UTC: when it happened by the client's clock, corrected by <c>sentAt</c>.</param>
/// <param name="ReceivedAt">When the collector had the request, UTC. The event store adds the recorded time itself.</param>
/// <param name="Source">Name of the source (write key's owner) that sent it.</param>
public sealed record Origin(
    string MessageId,
    string VisitorId,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string Source)
{
    /// <summary>True when the client gave no message id and the collector made one: such an event cannot be deduplicated.</summary>
    public bool MessageIdAssigned { get; init; }

    /// <summary>The user id that came with the event, if any; it joins nobody, only identify and alias do.</summary>
    public string? UserId { get; init; }

    /// <summary>The client's own session id, which wins over the gap rule.</summary>
    public string? SessionId { get; init; }

    /// <summary>What of the event is not as the tracking plan has it, in words, where the plan's mode is to warn.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Client library as "name/version".</summary>
    public string? Library { get; init; }
}
