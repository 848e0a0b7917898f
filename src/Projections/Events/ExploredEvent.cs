using System.Text.Json;

namespace Platform.Projections.Events;

/// <summary>A stored event as explorers show it.</summary>
/// <param name="Properties">The client's properties; context stands beside them under "$context".</param>
public sealed record ExploredEvent(
    Guid Id, long Sequence, string Name, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
    string VisitorId, Guid? SessionId, JsonElement Properties);

/// <summary>Events, the newest first.</summary>
/// <param name="EndCursor">Where the next page begins; null when there is none.</param>
public sealed record EventPage(IReadOnlyList<ExploredEvent> Nodes, string? EndCursor);
