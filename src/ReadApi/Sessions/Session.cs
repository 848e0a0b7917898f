using GraphQL;
using Platform.Projections.Sessions;
using Platform.ReadApi.Questions;
using Found = Platform.Projections.Sessions.Session;

namespace Platform.ReadApi.Sessions;

/// <summary>A visit.</summary>
public sealed record Session
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Whose visit.</summary>
    [Id] public required string VisitorId { get; init; }

    /// <summary>Its first event.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its last event so far.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>From its first to its last event.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Pages and screens shown.</summary>
    public required int Views { get; init; }

    /// <summary>All events.</summary>
    public required int Events { get; init; }

    /// <summary>One page view and nothing else done.</summary>
    public required bool Bounced { get; init; }

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

    internal static Session Of(Found session) => new()
    {
        Id = session.Id.ToString(), VisitorId = session.VisitorId, StartedAt = session.StartedAt, EndedAt = session.EndedAt,
        Duration = session.Duration, Views = session.Views, Events = session.Events, Bounced = session.Bounced, EntryPage = session.EntryPage,
        ExitPage = session.ExitPage, Referrer = session.Referrer, Channel = session.Channel, Country = session.Country,
        Device = session.Device, Browser = session.Browser,
    };
}

/// <summary>Sessions, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
public sealed record SessionConnection(IReadOnlyList<Session> Nodes, PageInfo PageInfo, long TotalCount)
{
    internal static SessionConnection Of(SessionPage page) =>
        new([.. page.Nodes.Select(Session.Of)], PageInfo.Of(page.EndCursor), page.TotalCount);
}
