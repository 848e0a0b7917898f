namespace Platform.Projections.Sessions;

/// <summary>A visit.</summary>
/// <param name="Id">Follows from its visitor and first event, or from the client's own session id.</param>
/// <param name="Bounced">One page view and nothing else done.</param>
public sealed record Session(
    Guid Id, string VisitorId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Views, int Events, bool Bounced)
{
    /// <summary>From its first to its last event.</summary>
    public TimeSpan Duration => EndedAt - StartedAt;

    /// <summary>Path of the first page.</summary>
    public string? EntryPage { get; init; }

    /// <summary>Path of the last page.</summary>
    public string? ExitPage { get; init; }

    /// <summary>Referring site of the first event.</summary>
    public string? Referrer { get; init; }

    /// <summary>Channel of the first event.</summary>
    public string? Channel { get; init; }

    /// <summary>Country of the first event.</summary>
    public string? Country { get; init; }

    /// <summary>Device type of the first event.</summary>
    public string? Device { get; init; }

    /// <summary>Browser of the first event.</summary>
    public string? Browser { get; init; }
}

/// <summary>Sessions, the newest first.</summary>
/// <param name="EndCursor">Where the next page begins; null when there is none.</param>
public sealed record SessionPage(IReadOnlyList<Session> Nodes, string? EndCursor, long TotalCount);
