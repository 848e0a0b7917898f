namespace Platform.Projections.Exploration;

/// <summary>What a session needs of an event.</summary>
internal sealed record SessionEvent(
    string Tenant, Guid Visitor, string VisitorId, string? Client, DateTime At, long Seq, Guid EventId,
    bool IsView, bool IsAction, string? Page, string? Referrer, string? Channel, string? Country, string? Device, string? Browser);

/// <summary>A session as it stands; two of them can be merged, and an event is a session of its own.</summary>
internal sealed record SessionState
{
    public required string Tenant { get; init; }
    /// <summary>What events refer to it by: the least sequence of its events.</summary>
    public required long Key { get; init; }

    /// <summary>What the world knows it by: follows from its first event, or from the client's own session id.</summary>
    public required Guid Id { get; init; }
    public required Guid Visitor { get; init; }
    public required string VisitorId { get; init; }
    public string? Client { get; init; }
    public DateTime RunStart { get; init; }
    public DateTime StartedAt { get; init; }
    public long StartedSeq { get; init; }
    public DateTime EndedAt { get; init; }
    public int Views { get; init; }
    public int Events { get; init; }
    public int Actions { get; init; }
    public PageMark? Entry { get; init; }
    public PageMark? Exit { get; init; }
    public string? Referrer { get; init; }
    public string? Channel { get; init; }
    public string? Country { get; init; }
    public string? Device { get; init; }
    public string? Browser { get; init; }

    public static SessionState Of(SessionEvent e) => new()
    {
        Tenant = e.Tenant, Key = e.Seq, Id = e.EventId, Visitor = e.Visitor, VisitorId = e.VisitorId, Client = e.Client,
        RunStart = e.At, StartedAt = e.At, StartedSeq = e.Seq, EndedAt = e.At,
        Views = e.IsView ? 1 : 0, Events = 1, Actions = e.IsAction ? 1 : 0,
        Entry = e.IsView ? new PageMark(e.Page, e.At, e.Seq) : null,
        Exit = e.IsView ? new PageMark(e.Page, e.At, e.Seq) : null,
        Referrer = e.Referrer, Channel = e.Channel, Country = e.Country, Device = e.Device, Browser = e.Browser,
    };

    /// <summary>Both together: identity and attribution are those of the earlier one.</summary>
    public SessionState With(SessionState other)
    {
        var (first, second) = (StartedAt, StartedSeq).CompareTo((other.StartedAt, other.StartedSeq)) <= 0 ? (this, other) : (other, this);
        return first with
        {
            Key = Math.Min(first.Key, second.Key),
            EndedAt = first.EndedAt > second.EndedAt ? first.EndedAt : second.EndedAt,
            Views = first.Views + second.Views,
            Events = first.Events + second.Events,
            Actions = first.Actions + second.Actions,
            Entry = PageMark.Earlier(first.Entry, second.Entry),
            Exit = PageMark.Later(first.Exit, second.Exit),
        };
    }
}

/// <summary>A viewed page and its place in the order of events.</summary>
internal sealed record PageMark(string? Page, DateTime At, long Seq)
{
    public static PageMark? Earlier(PageMark? a, PageMark? b) =>
        a is null ? b : b is null || (a.At, a.Seq).CompareTo((b.At, b.Seq)) <= 0 ? a : b;

    public static PageMark? Later(PageMark? a, PageMark? b) =>
        a is null ? b : b is null || (a.At, a.Seq).CompareTo((b.At, b.Seq)) > 0 ? a : b;
}
