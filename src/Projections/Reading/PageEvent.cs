using JasperFx.Events;
using Platform.Contracts.Events;

namespace Platform.Projections.Reading;

/// <summary>A visitor event with its place in the event store, as read models see it: live, and in every replay.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Stream">The visitor's stream.</param>
/// <param name="Sequence">The store's global sequence.</param>
internal sealed record PageEvent(string Tenant, Guid Stream, Guid Id, long Sequence, DateTimeOffset RecordedAt, IVisitorEvent Event)
{
    /// <summary>The visitor events of a page of the event store, in order of sequence.</summary>
    public static IReadOnlyList<PageEvent> Of(IReadOnlyList<IEvent> page) =>
    [
        .. from stored in page
           where stored.Data is IVisitorEvent
           select new PageEvent(stored.TenantId, stored.StreamId, stored.Id, stored.Sequence, stored.Timestamp, (IVisitorEvent)stored.Data),
    ];
}
