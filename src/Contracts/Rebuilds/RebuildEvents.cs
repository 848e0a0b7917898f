namespace Platform.Contracts.Rebuilds;

/// <summary>A read model is to be built anew beside the running one. Stream: the rebuild's own id, in the default tenant.</summary>
/// <param name="Projection">Its name, or "all".</param>
/// <param name="Tenant">The one tenant whose part is rebuilt; null for everybody's.</param>
/// <param name="By">Who asked.</param>
public sealed record RebuildRequested(string Projection, string? Tenant, string By, DateTimeOffset At)
{
    /// <summary>Whether rows that differ are not to be kept as samples: they are about somebody who was forgotten.</summary>
    public bool Discreet { get; init; }

    /// <summary>The one definition of the tenant's, such as a saved funnel, that is computed; null for all.</summary>
    public Guid? Definition { get; init; }
}

/// <summary>The new edition had all events up to a place and was compared with the running one at exactly that place.</summary>
/// <param name="Tables">Table by table.</param>
public sealed record RebuildCompared(IReadOnlyList<TableComparison> Tables, DateTimeOffset At);

/// <summary>The new edition took the running one's place.</summary>
public sealed record RebuildSwitched(DateTimeOffset At);

/// <summary>It was stopped; what was built is kept for a while.</summary>
public sealed record RebuildCancelled(string By, DateTimeOffset At);

/// <summary>It goes on from where it was stopped or failed.</summary>
public sealed record RebuildResumed(string By, DateTimeOffset At);

/// <summary>It cannot go on.</summary>
/// <param name="Problem">Why.</param>
public sealed record RebuildFailed(string Problem, DateTimeOffset At);

/// <summary>How a table of the new edition compares with the running one. Rows are not in it: an event is for ever, and rows are about people.</summary>
/// <param name="Sequence">The last event that both had.</param>
/// <param name="Rows">Rows of the new edition.</param>
/// <param name="Differences">Rows that are not the same, or that only one of them has.</param>
public sealed record TableComparison(string Projection, string Table, long Sequence, long Rows, long Differences);
