using GraphQL;
using Platform.Projections.Live;
using Platform.Projections.Rebuilds;
using Platform.Projections.Trends;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Rebuilds;
using Platform.ReadApi.Trends;

namespace Platform.ReadApi.Schema;

/// <summary>Answers that come again when they change.</summary>
public sealed class Subscription
{
    /// <summary>The counters whenever they change, at most twenty times a second; the first ones at once.</summary>
    public static IObservable<LiveSnapshot> LiveUpdated([FromServices] LiveWindow window, IResolveFieldContext context)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return new Stream<LiveSnapshot>(cancellation => window.Watch(tenant, cancellation));
    }

    /// <summary>Every event as soon as it is stored. A reader that is too slow misses the oldest.</summary>
    public static IObservable<Event> EventAppended(
        [FromServices] StoredEventFeed feed, IResolveFieldContext context, IReadOnlyList<EventMatchInput>? match)
    {
        var operation = OperationContext.Of(context);
        operation.Delivery = StreamDelivery.News;
        var wanted = EventMatchInput.ToQuestion(match);
        return new Stream<Event>(cancellation => AppendedEvents.Of(feed, operation.Tenant, wanted, cancellation));
    }

    /// <summary>The answer to a trend whenever it changes, at most twice a second; the first one at once.</summary>
    public static IObservable<Trend> TrendUpdated([FromServices] TrendUpdates updates, IResolveFieldContext context, TrendQuestion input)
    {
        var tenant = OperationContext.Of(context).Tenant;
        var question = input.ToQuestion();
        return new Stream<Trend>(cancellation => updates.Watch(tenant, question, cancellation));
    }

    /// <summary>A rebuild now and whenever it has come further, until the new edition answers.</summary>
    [Authorize(Roles = "admin")]
    public static IObservable<Rebuild> RebuildProgressed([FromServices] RebuildQuery query, [Id] string id) =>
        new Stream<Rebuild>(cancellation => RebuildCommands.Watch(query, id, cancellation));
}
