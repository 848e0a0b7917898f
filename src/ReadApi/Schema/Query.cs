using System.Text.Json;
using GraphQL;
using GraphQL.DataLoader;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Anomalies;
using Platform.Projections.Anomalies;
using Platform.Projections.Attributions;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Corrections;
using Platform.Projections.Dashboards;
using Platform.Projections.Events;
using Platform.Projections.Funnels;
using Platform.Projections.History;
using Platform.Projections.Lifecycle;
using Platform.Projections.Lineage;
using Platform.Projections.Live;
using Platform.Projections.Metrics;
using Platform.Projections.Overview;
using Platform.Projections.Paths;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Projections.Rebuilds;
using Platform.Projections.Retention;
using Platform.Projections.Segments;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Stickiness;
using Platform.Projections.TrackingPlans;
using Platform.Projections.Trends;
using Platform.Projections.WhatIfs;
using Platform.ReadApi.Anomalies;
using Platform.ReadApi.Attributions;
using Platform.ReadApi.Breakdowns;
using Platform.ReadApi.Corrections;
using Platform.ReadApi.Dashboards;
using Platform.ReadApi.DataQuality;
using Platform.ReadApi.DeadLetters;
using Platform.ReadApi.Erasure;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Forecasts;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Lifecycle;
using Platform.ReadApi.Paths;
using Platform.ReadApi.Metrics;
using Platform.ReadApi.Persons;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Rebuilds;
using Platform.ReadApi.Retention;
using Platform.ReadApi.Segments;
using Platform.ReadApi.Sessions;
using Platform.ReadApi.Stickiness;
using Platform.ReadApi.Tenancy;
using Platform.ReadApi.Tenants;
using Platform.ReadApi.TrackingPlans;
using Platform.ReadApi.Trends;
using Platform.ReadApi.WhatIfs;
using Wolverine;
using AttributionResult = Platform.ReadApi.Attributions.AttributionResult;
using LifecycleResult = Platform.ReadApi.Lifecycle.LifecycleResult;
using Person = Platform.ReadApi.Persons.Person;
using RetentionResult = Platform.ReadApi.Retention.RetentionResult;
using Segment = Platform.ReadApi.Segments.Segment;
using Source = Platform.ReadApi.Sources.Source;
using StickinessResult = Platform.ReadApi.Stickiness.StickinessResult;

namespace Platform.ReadApi.Schema;

/// <summary>Questions about one tenant's events: the tenant of the <c>X-Tenant</c> header, else the first that the viewer may see.</summary>
public sealed partial class Query
{
    /// <summary>Counters of the last seconds and minutes.</summary>
    public static LiveSnapshot Live([FromServices] LiveWindow window, IResolveFieldContext context) => window.Snapshot(Tenant(context));

    /// <summary>Series of numbers over time.</summary>
    public static async Task<Trend> TrendAsync(
        [FromServices] TrendQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, TrendQuestion input, CancellationToken cancellation) =>
        await query.RunAsync(Tenant(context), (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), cancellation);

    /// <summary>How far persons get on a way of steps.</summary>
    public static async Task<FunnelResult> FunnelAsync(
        [FromServices] FunnelQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, FunnelQuestion input, CancellationToken cancellation) =>
        FunnelResult.Of(await query.RunAsync(Tenant(context), (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), cancellation));

    /// <summary>The tenant's saved funnels by name, archived ones last.</summary>
    public static Task<IReadOnlyList<SavedFunnel>> SavedFunnelsAsync(
        [FromServices] SavedFunnels funnels, IResolveFieldContext context, CancellationToken cancellation) => funnels.ListAsync(Tenant(context), cancellation);

    /// <summary>A saved funnel; null when there is none of this id.</summary>
    public static Task<SavedFunnel?> SavedFunnelAsync(
        [FromServices] SavedFunnels funnels, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) => funnels.FindAsync(Tenant(context), id, cancellation);

    /// <summary>The tenant's saved segments by name.</summary>
    public static async Task<IReadOnlyList<Segment>> SegmentsAsync([FromServices] SavedSegmentQuery segments, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await segments.ListAsync(Tenant(context), cohorts: false, cancellation)).Select(segment => new Segment(segment))];

    /// <summary>The tenant's cohorts by name.</summary>
    public static async Task<IReadOnlyList<Cohort>> CohortsAsync([FromServices] SavedSegmentQuery segments, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await segments.ListAsync(Tenant(context), cohorts: true, cancellation)).Select(cohort => new Cohort(cohort))];

    /// <summary>The tenant's saved insights by name.</summary>
    public static async Task<IReadOnlyList<Insight>> InsightsAsync([FromServices] DashboardQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await query.InsightsAsync(Tenant(context), cancellation)).Select(insight => new Insight(insight))];

    /// <summary>The tenant's dashboards by name.</summary>
    public static async Task<IReadOnlyList<Dashboard>> DashboardsAsync([FromServices] DashboardQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await query.ListAsync(Tenant(context), cancellation)).Select(dashboard => new Dashboard(dashboard))];

    /// <summary>A dashboard; null when there is none of this id.</summary>
    public static async Task<Dashboard?> DashboardAsync([FromServices] DashboardQuery query, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        Guid.TryParse(id, out var parsed) && await query.FindAsync(Tenant(context), parsed, cancellation) is { } dashboard ? new Dashboard(dashboard) : null;

    /// <summary>How many of those who began come back.</summary>
    public static async Task<RetentionResult> RetentionAsync(
        [FromServices] RetentionQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, RetentionQuestion input, CancellationToken cancellation)
    {
        var question = (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion();
        return new(question, await query.RunAsync(Tenant(context), question, cancellation));
    }

    /// <summary>Which ways are taken.</summary>
    public static async Task<PathsResult> PathsAsync(
        [FromServices] PathsQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, PathsQuestion input, CancellationToken cancellation) =>
        await query.RunAsync(Tenant(context), (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), cancellation);

    /// <summary>On how many different days persons are active.</summary>
    public static async Task<StickinessResult> StickinessAsync(
        [FromServices] StickinessQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, StickinessQuestion input, CancellationToken cancellation)
    {
        var question = (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion();
        return new(question, await query.RunAsync(Tenant(context), question, cancellation));
    }

    /// <summary>Who is new, back, back after a pause, or gone.</summary>
    public static async Task<LifecycleResult> LifecycleAsync(
        [FromServices] LifecycleQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, LifecycleQuestion input, CancellationToken cancellation)
    {
        var question = (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion();
        return new(question, await query.RunAsync(Tenant(context), question, cancellation));
    }

    /// <summary>What conversions are owed to, by several models side by side.</summary>
    public static async Task<AttributionResult> AttributionAsync(
        [FromServices] AttributionQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, AttributionQuestion input, CancellationToken cancellation)
    {
        var question = (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion();
        return new(question, await query.RunAsync(Tenant(context), question, cancellation));
    }

    /// <summary>Persons with a matching event in the range (of all time when there is none), or of a segment.</summary>
    public static async Task<PersonConnection> PersonsAsync(
        [FromServices] PersonsOfQuestion query, [FromServices] PersonPages pages, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, TimeRangeInput? range,
        IReadOnlyList<EventMatchInput>? match, IReadOnlyList<PropertyFilterInput>? filters, SegmentQuestion? segment, [Id] string? segmentId, DateTimeOffset? asOf,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => await pages.OfAsync(
            context, await query.KeysAsync(Tenant(context), range?.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters),
                await segments.ChooseAsync(Tenant(context), segment, segmentId, cancellation), asOf, cancellation), first ?? 50, after, cancellation);

    /// <summary>What stands behind a figure of these events: how many, where they stand in the store, samples, and a digest that anyone can recompute.</summary>
    public static async Task<EventLineage> LineageAsync(
        [FromServices] LineageQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<EventMatchInput>? match,
        IReadOnlyList<PropertyFilterInput>? filters, SegmentQuestion? segment, [Id] string? segmentId, DateTimeOffset? asOf, CancellationToken cancellation = default) =>
        await query.RunAsync(Tenant(context), range.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters),
            await segments.ChooseAsync(Tenant(context), segment, segmentId, cancellation), asOf, cancellation);

    /// <summary>What came to be known between two moments about the events of a range: what moved the figures.</summary>
    public static Task<Correction> CorrectionsAsync(
        [FromServices] CorrectionsQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<EventMatchInput>? match,
        IReadOnlyList<PropertyFilterInput>? filters, DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation = default) =>
        Correction.OfAsync(query, Tenant(context), range.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters), knownFrom, knownTo, cancellation);

    /// <summary>A funnel as known at two moments, and why the answers differ.</summary>
    public static async Task<FunnelChange> FunnelChangeAsync(
        [FromServices] FunnelQuery query, [FromServices] CorrectionsQuery corrections, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, FunnelQuestion input,
        DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation = default) =>
        await FunnelChange.OfAsync(query, corrections, Tenant(context), (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), knownFrom, knownTo, cancellation);

    /// <summary>Top values of a property with persons, sessions, views, bounce rate and mean duration.</summary>
    public static async Task<BreakdownResult> BreakdownAsync(
        [FromServices] BreakdownQuery query, [FromServices] SavedSegmentQuery segments, IResolveFieldContext context, BreakdownQuestion input, CancellationToken cancellation) =>
        await query.RunAsync(Tenant(context), (await segments.WithAsync(Tenant(context), input, cancellation)).ToQuestion(), cancellation);

    /// <summary>The key figures of a range and, on request, of the time before it.</summary>
    [Name("overview")]
    public static Task<OverviewResult> OverviewAsync(
        [FromServices] OverviewQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<PropertyFilterInput>? filters,
        bool? comparePrevious = false, DateTimeOffset? asOf = null, CancellationToken cancellation = default) =>
        query.RunAsync(Tenant(context), range.ToQuestion(), PropertyFilterInput.ToQuestion(filters), comparePrevious ?? false, asOf, cancellation);

    /// <summary>Sessions that began in the range, the newest first.</summary>
    public static async Task<SessionConnection> SessionsAsync(
        [FromServices] SessionsQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<PropertyFilterInput>? filters,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => SessionConnection.Of(
        await query.RunAsync(Tenant(context), range.ToQuestion(), PropertyFilterInput.ToQuestion(filters), first ?? 50, after, cancellation));

    /// <summary>Events that happened in the range, the newest first.</summary>
    public static async Task<EventConnection> EventsAsync(
        [FromServices] EventsQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<EventMatchInput>? match,
        IReadOnlyList<PropertyFilterInput>? filters, int? first = 50, string? after = null, CancellationToken cancellation = default) =>
        EventConnection.Of(Tenant(context), await query.RunAsync(
            Tenant(context), range.ToQuestion(), [.. EventMatchInput.ToQuestion(match)], PropertyFilterInput.ToQuestion(filters),
            first ?? 50, after, cancellation));

    /// <summary>A person by its id, or by a visitor id; null when there is none in this tenant.</summary>
    public static async Task<Person?> PersonAsync(
        [FromServices] PersonsQuery query, IResolveFieldContext context, [Id] string id, CancellationToken cancellation) =>
        await query.FindAsync(Tenant(context), id, cancellation) is { } person ? Person.Of(person) : null;

    /// <summary>Names and properties seen, with types, volumes, first and last seen.</summary>
    public static Task<EventCatalog> CatalogAsync(
        [FromServices] CatalogQuery query, IResolveFieldContext context, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), cancellation);

    /// <summary>The metrics that series are kept of.</summary>
    public static IReadOnlyList<MetricDefinition> Metrics() => MetricDefinition.All;

    /// <summary>A metric's series, in total or by the values of one dimension; besides <c>metrics</c> there is <c>event:NAME</c>.</summary>
    public static async Task<MetricSeries> MetricSeriesAsync(
        [FromServices] MetricSeriesQuery query, IResolveFieldContext context, string metric, TimeRangeInput range, Bucket bucket,
        IReadOnlyList<DimensionFilterInput>? dimensions, CancellationToken cancellation) => MetricSeries.Of(metric,
        await query.RunAsync(Tenant(context), metric, range.ToQuestion(), bucket.Granularity(), DimensionFilterInput.ToQuestion(dimensions), cancellation));

    /// <summary>What was to be expected of a watched metric, each minute by what was known before it, summed up in buckets.</summary>
    public static async Task<IReadOnlyList<ExpectedPoint>> ExpectedBandAsync(
        [FromServices] IMessageBus bus, IResolveFieldContext context, string metric, TimeRangeInput range, IReadOnlyList<DimensionFilterInput>? dimensions,
        Bucket bucket = Bucket.Minute, CancellationToken cancellation = default)
    {
        var by = DimensionFilterInput.ToQuestion(dimensions);
        if (by is { Values.Count: not 1 })
            throw new InvalidQuestionException("A band is about one series; give one value of the dimension.");
        var band = await bus.InvokeAsync<Band>(new AskBand(Tenant(context), metric, by?.Dimension ?? "", by?.Values[0] ?? "", range.From, range.To, (int)bucket.Length().TotalMinutes), cancellation);
        return band.Problem is { } problem
            ? throw new InvalidQuestionException(problem)
            : [.. band.Points.Select(point => new ExpectedPoint(point.Start, point.Value, point.Expected, point.Lower, point.Upper))];
    }

    /// <summary>How a metric goes on after its last complete bucket, chosen among several models by how they did.</summary>
    public static Task<Forecast> ForecastAsync(
        [FromServices] ForecastQuery query, IResolveFieldContext context, string metric, TimeSpan horizon, Bucket bucket,
        IReadOnlyList<DimensionFilterInput>? dimensions, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), metric, horizon, bucket, DimensionFilterInput.ToQuestion(dimensions), cancellation);

    /// <summary>Anomalies that were detected in the range, the newest first.</summary>
    public static async Task<AnomalyConnection> AnomaliesAsync(
        [FromServices] AnomaliesQuery query, IResolveFieldContext context, TimeRangeInput range, string? metric, AnomalyStatus? status,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => AnomalyConnection.Of(
        await query.RunAsync(Tenant(context), range.ToQuestion(), metric, status, first ?? 50, after, cancellation));

    /// <summary>How far each read model has come.</summary>
    public static Task<IReadOnlyList<ProjectionStatus>> ProjectionsAsync(
        [FromServices] ProjectionStatusQuery query, CancellationToken cancellation) => query.RunAsync(cancellation);

    /// <summary>Rebuilds of read models, the newest first.</summary>
    [Authorize(Roles = "admin")]
    public static async Task<IReadOnlyList<Rebuild>> RebuildsAsync(
        [FromServices] RebuildQuery query, int? first = 20, CancellationToken cancellation = default) =>
        [.. (await query.RunAsync(Math.Clamp(first ?? 20, 1, 100), cancellation)).Select(Rebuild.Of)];

    /// <summary>What the figures of a range would be under other rules, by a replay of real history beside them. Nothing is changed by it.</summary>
    [Authorize(Roles = "admin")]
    public static Task<WhatIfResult> WhatIfAsync(
        [FromServices] WhatIfReplay replay, IResolveFieldContext context, WhatIfQuestion input, CancellationToken cancellation) =>
        replay.AskAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>Certificates of the persons who were forgotten, the newest first.</summary>
    [Authorize(Roles = "admin")]
    public static Task<IReadOnlyList<ErasureCertificate>> ErasuresAsync(
        [FromServices] Erasures erasures, IResolveFieldContext context, CancellationToken cancellation) => erasures.ListAsync(Tenant(context), cancellation);

    /// <summary>The tenants that the viewer may see.</summary>
    public static IReadOnlyList<Tenants.Tenant> Tenants([FromServices] TimeProvider clock, IResolveFieldContext context) =>
        [.. OperationContext.Of(context).Tenants.Select(tenant => ReadApi.Tenants.Tenant.Of(tenant, clock.GetUtcNow()))];

    /// <summary>Who is asking.</summary>
    public static Viewer Viewer(IResolveFieldContext context) =>
        new(context.User?.Identity?.Name ?? "", context.User?.IsInRole("admin") == true);

    private static string Tenant(IResolveFieldContext context) => OperationContext.Of(context).Tenant;
}
