using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Contracts.Ingestion;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Live;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Events;

/// <summary>Events as they are stored, those of a subscription's choice.</summary>
internal static class AppendedEvents
{
    public static async IAsyncEnumerable<Event> Of(
        StoredEventFeed feed, string tenant, IReadOnlyList<EventMatch> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in feed.Listen(tenant, cancellation))
            if (wanted.Count == 0 || wanted.Any(match => EventMatcher.Holds(match, stored.Event)))
                yield return Event.Of(tenant, Explored(stored));
    }

    // Its session is not known yet: that takes all of the visitor's events.
    private static ExploredEvent Explored(StoredEvent stored)
    {
        var origin = stored.Event.Origin;
        var properties = JsonObject.Create(stored.Event.Properties) ?? [];
        properties["$context"] = new JsonObject(
            EventProperties.Of(stored.Event).Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Value)));
        return new ExploredEvent(stored.Id, stored.Sequence, stored.Event.Name, origin.OccurredAt, stored.RecordedAt, origin.VisitorId,
            null, JsonSerializer.SerializeToElement(properties));
    }
}
