using GraphQL;
using Platform.Projections.Live;
using Platform.Projections.Rebuilds;
using Platform.Projections.Segments;
using Platform.Projections.Trends;
using Platform.Projections.WhatIfs;
using Platform.ReadApi.Anomalies;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Metrics;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Rebuilds;
using Platform.ReadApi.Segments;
using Platform.ReadApi.Trends;
using Platform.ReadApi.WhatIfs;

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
    public static async Task<IObservable<Trend>> TrendUpdatedAsync(
        [FromServices] TrendUpdates updates, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, TrendQuestion input, CancellationToken cancellation)
    {
        var tenant = OperationContext.Of(context).Tenant;
        var question = (await segments.WithAsync(tenant, input, cancellation)).ToQuestion();
        return new Stream<Trend>(stop => updates.Watch(tenant, question, stop));
    }

    /// <summary>A metric's running bucket at once, then it and the one before whenever they have another value, at most twice a second.</summary>
    public static IObservable<MetricPoint> MetricPoint([FromServices] MetricUpdates updates, IResolveFieldContext context, string metric, Bucket bucket)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return new Stream<MetricPoint>(cancellation => updates.Watch(tenant, metric, bucket.Granularity(), cancellation));
    }

    /// <summary>The answer to a saved funnel whenever it changes; the first one at once.</summary>
    public static IObservable<FunnelResult> FunnelUpdated([FromServices] SavedFunnels funnels, IResolveFieldContext context, [Id] string id)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return new Stream<FunnelResult>(cancellation => funnels.Watch(tenant, id, cancellation));
    }

    /// <summary>A cohort at once, and whenever another number of persons is in it.</summary>
    public static IObservable<Cohort> CohortUpdated([FromServices] CohortUpdates updates, IResolveFieldContext context, [Id] string id)
    {
        var tenant = OperationContext.Of(context).Tenant;
        return new Stream<Cohort>(cancellation => updates.Watch(tenant, id, cancellation));
    }

    /// <summary>Every anomaly as soon as it is detected, of one metric or of all.</summary>
    public static IObservable<Anomaly> AnomalyDetected([FromServices] AnomalyUpdates updates, IResolveFieldContext context, string? metric = null)
    {
        var operation = OperationContext.Of(context);
        operation.Delivery = StreamDelivery.News;
        return new Stream<Anomaly>(cancellation => updates.Watch(operation.Tenant, metric, cancellation));
    }

    /// <summary>A rebuild now and whenever it has come further, until the new edition answers.</summary>
    [Authorize(Roles = "admin")]
    public static IObservable<Rebuild> RebuildProgressed([FromServices] RebuildQuery query, [Id] string id) =>
        new Stream<Rebuild>(cancellation => RebuildCommands.Watch(query, id, cancellation));

    /// <summary>How far a replay under other rules has come, and at the end the figures beside those of now. Nothing is changed by it; to stop listening cancels it.</summary>
    [Authorize(Roles = "admin")]
    public static IObservable<WhatIf> WhatIfProgressed([FromServices] WhatIfReplay replay, IResolveFieldContext context, WhatIfQuestion input)
    {
        var (tenant, question) = (OperationContext.Of(context).Tenant, input.ToQuestion());
        return new Stream<WhatIf>(cancellation => replay.RunAsync(tenant, question, cancellation));
    }
}
