using JasperFx.Events;
using Platform.Contracts;
using Platform.Contracts.Events;

namespace Platform.Projections.Persons;

/// <summary>What an event changes about who is who.</summary>
/// <param name="Other">The stream linked with; null when the stream is unlinked.</param>
internal sealed record IdentityChange(string Tenant, Guid Stream, Guid? Other, long Sequence)
{
    /// <summary>The change, or null when the event makes none.</summary>
    public static IdentityChange? Of((IEvent Stored, IVisitorEvent Event) item)
    {
        var (stored, happened) = item;
        if (happened is VisitorsUnlinked)
            return new IdentityChange(stored.TenantId, stored.StreamId, null, stored.Sequence);
        return OtherId(happened) is { } other
            ? new IdentityChange(stored.TenantId, stored.StreamId, DerivedId.Visitor(stored.TenantId, other), stored.Sequence)
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
