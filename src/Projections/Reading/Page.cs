using JasperFx.Events;
using Platform.Contracts.Events;

namespace Platform.Projections.Reading;

/// <summary>The visitor events of a page of the event store, in order of sequence.</summary>
internal static class Page
{
    public static IEnumerable<(IEvent Stored, IVisitorEvent Event)> VisitorEvents(this IReadOnlyList<IEvent> page) =>
        page.Where(stored => stored.Data is IVisitorEvent).Select(stored => (stored, (IVisitorEvent)stored.Data));
}
