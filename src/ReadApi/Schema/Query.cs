using GraphQL;
using Marten;
using Platform.Contracts.Ingestion;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Events;
using Platform.Projections.Live;
using Platform.Projections.Overview;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Projections.Rollups;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Trends;

namespace Platform.ReadApi.Schema;

/// <summary>Questions over one tenant's events: the tenant of the `X-Tenant` header, else the first one that the viewer may see.</summary>
public sealed class Query
{
    /// <summary>Counters of the last seconds and minutes.</summary>
    public static Task<LiveSnapshot> Live(IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] LiveWindow live) =>
        scope.AskAsync(context, tenant => Task.FromResult(live.Snapshot(tenant)));

    /// <summary>Series of numbers over time.</summary>
    public static Task<Trend> Trend(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] TrendQuery query, TrendInputType input) =>
        scope.AskAsync(context, tenant => query.RunAsync(tenant, input.Read(), context.CancellationToken));

    /// <summary>Top values of a property with persons, sessions, views, bounce rate and mean duration.</summary>
    public static Task<BreakdownResult> Breakdown(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] BreakdownQuery query, BreakdownInputType input) =>
        scope.AskAsync(context, tenant => query.RunAsync(tenant, input.Read(), context.CancellationToken));

    /// <summary>The key figures of a range, and of the same length of time before it on request.</summary>
    public static Task<OverviewType> Overview(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] OverviewQuery query,
        TimeRangeInput range, PropertyFilterInput[]? filters, bool? comparePrevious = false) =>
        scope.AskAsync(context, async tenant =>
        {
            var answer = await query.RunAsync(tenant, range.Read(), filters.Read(), comparePrevious ?? false, context.CancellationToken);
            return new OverviewType(answer.Current, answer.Previous, answer.AsOf);
        });

    /// <summary>Sessions that began in the range, the newest first.</summary>
    public static Task<SessionConnection> Sessions(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] SessionsQuery query,
        TimeRangeInput range, PropertyFilterInput[]? filters, int? first = 50, string? after = null) =>
        scope.AskAsync(context, async tenant =>
            SessionConnection.Of(await query.RunAsync(tenant, range.Read(), filters.Read(), first ?? 50, after, context.CancellationToken)));

    /// <summary>Events that happened in the range, the newest first.</summary>
    public static Task<EventConnection> Events(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] EventsQuery query,
        TimeRangeInput range, EventMatchInput[]? match, PropertyFilterInput[]? filters, int? first = 50, string? after = null) =>
        scope.AskAsync(context, async tenant => EventConnection.Of(tenant, await query.RunAsync(
            tenant, range.Read(), [.. (match ?? []).Select(item => item.Read())], filters.Read(), first ?? 50, after, context.CancellationToken)));

    /// <summary>A person, by its id or by one of its visitor ids; null when there is none in this tenant.</summary>
    public static Task<PersonType?> Person(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] PersonsQuery query, [Id] string id) =>
        scope.AskAsync(context, async tenant =>
            await query.FindAsync(tenant, id, context.CancellationToken) is { } person ? new PersonType(person) : null);

    /// <summary>Names and properties seen, with types, volumes, first and last seen.</summary>
    public static Task<CatalogType> Catalog(IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] CatalogQuery query) =>
        scope.AskAsync(context, async tenant =>
        {
            var catalog = await query.RunAsync(tenant, context.CancellationToken);
            return new CatalogType(catalog.Events, catalog.Properties);
        });

    /// <summary>A rolled-up series: `events`, `views` or `event:NAME`, by minute, hour or day (UTC).</summary>
    public static Task<MetricSeriesType> MetricSeries(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] MetricSeriesQuery query,
        string metric, TimeRangeInput range, Bucket bucket) =>
        scope.AskAsync(context, async tenant =>
        {
            var length = bucket switch { Bucket.Minute => Granularity.Minute, Bucket.Hour => Granularity.Hour, _ => Granularity.Day };
            var series = await query.RunAsync(tenant, metric, range.Read(), length, context.CancellationToken);
            return new MetricSeriesType(series.Metric, [.. series.Points.Select(point => new MetricPointType(point))]);
        });

    /// <summary>How far each read model has come.</summary>
    public static Task<IReadOnlyList<ProjectionStatus>> Projections(IResolveFieldContext context, [FromServices] ProjectionStatusQuery query) =>
        query.RunAsync(context.CancellationToken);

    /// <summary>Events that were refused, the newest first. Administrators also see those that no source answers for.</summary>
    public static Task<DeadLetterConnection> DeadLetters(
        IResolveFieldContext context, [FromServices] TenantScope scope, [FromServices] DeadLettersQuery query,
        DropReason? reason, int? first = 50, string? after = null) =>
        scope.AskAsync(context, tenant => query.RunAsync(tenant, context.User?.IsInRole("admin") == true, reason, first ?? 50, after, context.CancellationToken));

    /// <summary>The tenants that the viewer may see.</summary>
    public static async Task<IEnumerable<TenantType>> Tenants(IResolveFieldContext context, [FromServices] TenantScope scope) =>
        (await scope.VisibleAsync(context.CancellationToken)).Select(tenant => new TenantType(tenant));

    /// <summary>Who is asking.</summary>
    public static Viewer Viewer(IResolveFieldContext context) =>
        new(context.User?.Identity?.Name ?? "", context.User?.IsInRole("admin") == true);
}
