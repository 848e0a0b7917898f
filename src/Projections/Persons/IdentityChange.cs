using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Projections.Reading;

namespace Platform.Projections.Persons;

/// <summary>What an event changes about who is who.</summary>
/// <param name="Other">The stream linked with; null when the stream is unlinked.</param>
internal sealed record IdentityChange(string Tenant, Guid Stream, Guid? Other, long Sequence)
{
    /// <summary>The streams that it names.</summary>
    public IEnumerable<Guid> Streams => Other is { } other ? [Stream, other] : [Stream];

    /// <summary>The change, or null when the event makes none.</summary>
    public static IdentityChange? Of(PageEvent stored)
    {
        if (stored.Event is VisitorsUnlinked)
            return new IdentityChange(stored.Tenant, stored.Stream, null, stored.Sequence);
        return OtherId(stored.Event) is { } other
            ? new IdentityChange(stored.Tenant, stored.Stream, DerivedId.Visitor(stored.Tenant, other), stored.Sequence)
            : null;
    }

    /// <summary>The visitor id that an event links its own visitor with.</summary>
    public static string? OtherId(IVisitorEvent happened) => happened switch
    {
        VisitorIdentified identified when identified.UserId != identified.Origin.VisitorId => identified.UserId,
        VisitorsLinked linked when linked.PreviousId != linked.Origin.VisitorId => linked.PreviousId,
        _ => null,
    };
}
