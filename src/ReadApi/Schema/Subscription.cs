using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Live;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.ReadApi.Schema;

/// <summary>What changes, as it changes.</summary>
public sealed class Subscription
{
    private static readonly TimeSpan TrendInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The counters whenever they change, at most four times a second; the first ones at once.</summary>
    public static async IAsyncEnumerable<LiveSnapshot> LiveUpdated(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] LiveWindow live,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var snapshot in live.Watch(await scope.SlugAsync(context), cancellation))
            yield return snapshot;
    }

    /// <summary>Every event as soon as it is stored. A reader that is too slow gets the newest and misses some.</summary>
    public static async IAsyncEnumerable<EventType> EventAppended(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] StoredEventFeed feed, EventMatchInput[]? match,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var tenant = await scope.SlugAsync(context);
        var wanted = (match ?? []).Select(item => item.Read()).ToList();
        await foreach (var stored in feed.Listen(tenant, cancellation))
            if (wanted.Count == 0 || wanted.Exists(item => EventMatcher.Holds(item, stored.Event)))
                yield return new EventType(tenant, Explored(stored));
    }

    /// <summary>The answer to a trend whenever it changes, at most twice a second; the first one at once.</summary>
    public static async IAsyncEnumerable<Trend> TrendUpdated(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] TrendQuery query,
        [FromServices] ExplorationTailer tailer, [FromServices] TimeProvider clock, TrendInputType input,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? told = null;
        for (var position = -1L; ; position = tailer.Position)
        {
            var now = tailer.Position;
            if (now != position)
            {
                var answer = await scope.AskAsync(context, tenant => query.RunAsync(tenant, input.Read(), cancellation));
                var text = JsonSerializer.Serialize(answer.Series);
                if (text != told)
                    yield return answer;
                told = text;
            }
            await Task.Delay(TrendInterval, clock, cancellation);
        }
    }

    // The session and the person are not known yet when an event has just been stored: it stands for itself.
    private static ExploredEvent Explored(StoredEvent stored)
    {
        var origin = stored.Event.Origin;
        var properties = JsonNode.Parse(stored.Event.Properties.GetRawText())!.AsObject();
        properties["$context"] = new JsonObject(EventProperties.Of(stored.Event).Select(item => KeyValuePair.Create(item.Name, (JsonNode?)item.Value)));
        return new ExploredEvent(
            stored.Id, stored.Sequence, stored.Event.Name, origin.OccurredAt, stored.RecordedAt, origin.VisitorId,
            DerivedId.Visitor(stored.Tenant, origin.VisitorId), null, JsonSerializer.SerializeToElement(properties));
    }
}
