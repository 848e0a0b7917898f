namespace Platform.Contracts.Rebuilds;

/// <summary>Where a rebuild stands.</summary>
public enum RebuildState
{
    /// <summary>Events are replayed into the new edition; the running one answers.</summary>
    Running,

    /// <summary>The new edition has every event and waits to take over; the running one answers.</summary>
    Comparing,

    /// <summary>The new edition answers.</summary>
    Switched,

    /// <summary>It was stopped; the running one answers. It can be resumed.</summary>
    Cancelled,

    /// <summary>It could not go on; the running one answers. It can be resumed.</summary>
    Failed,
}

/// <summary>A rebuild as its events tell it.</summary>
public sealed record Rebuild
{
    /// <summary>The name that means every read model.</summary>
    public const string Everything = "all";

    /// <summary>The name of the exploration store, which lies in a file and not in tables.</summary>
    public const string Exploration = "exploration";

    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>What is rebuilt: a projection's name, or "all".</summary>
    public required string Projection { get; init; }

    /// <summary>The one tenant whose part is rebuilt; null for everybody's.</summary>
    public string? Tenant { get; init; }

    /// <summary>The one definition of the tenant's, such as a saved funnel, that is computed; null for all.</summary>
    public Guid? Definition { get; init; }

    /// <summary>Whether rows that differ are not kept as samples.</summary>
    public bool Discreet { get; init; }

    /// <summary>Where it stands.</summary>
    public RebuildState State { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in whichever way.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The comparison, once there is one.</summary>
    public IReadOnlyList<TableComparison>? Comparison { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it has still something to do.</summary>
    public bool IsOpen => State is RebuildState.Running or RebuildState.Comparing;

    /// <summary>The rebuild after an event; unknown events change nothing.</summary>
    public static Rebuild? Evolve(Rebuild? rebuild, Guid id, object happened) => (rebuild, happened) switch
    {
        (null, RebuildRequested asked) =>
            new() { Id = id, Projection = asked.Projection, Tenant = asked.Tenant, RequestedBy = asked.By, StartedAt = asked.At, Discreet = asked.Discreet, Definition = asked.Definition },
        (not null, RebuildCompared compared) => rebuild with { State = RebuildState.Comparing, Comparison = compared.Tables },
        (not null, RebuildSwitched switched) => rebuild with { State = RebuildState.Switched, FinishedAt = switched.At },
        (not null, RebuildCancelled cancelled) => rebuild with { State = RebuildState.Cancelled, FinishedAt = cancelled.At },
        (not null, RebuildFailed failed) => rebuild with { State = RebuildState.Failed, FinishedAt = failed.At, Problem = failed.Problem },
        (not null, RebuildResumed) => rebuild with { State = RebuildState.Running, FinishedAt = null, Problem = null, Comparison = null },
        _ => rebuild,
    };
}
