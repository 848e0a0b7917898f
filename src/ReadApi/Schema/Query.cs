using GraphQL;
using GraphQL.DataLoader;
using Platform.Contracts.Ingestion;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Corrections;
using Platform.Projections.Events;
using Platform.Projections.Funnels;
using Platform.Projections.Lifecycle;
using Platform.Projections.Lineage;
using Platform.Projections.Live;
using Platform.Projections.Overview;
using Platform.Projections.Paths;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Projections.Rebuilds;
using Platform.Projections.Retention;
using Platform.Projections.Rollups;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Stickiness;
using Platform.Projections.Trends;
using Platform.ReadApi.Breakdowns;
using Platform.ReadApi.Corrections;
using Platform.ReadApi.DeadLetters;
using Platform.ReadApi.Erasure;
using Platform.ReadApi.Events;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Funnels;
using Platform.ReadApi.Lifecycle;
using Platform.ReadApi.Paths;
using Platform.ReadApi.Persons;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Rebuilds;
using Platform.ReadApi.Retention;
using Platform.ReadApi.Rollups;
using Platform.ReadApi.Segments;
using Platform.ReadApi.Sessions;
using Platform.ReadApi.Stickiness;
using Platform.ReadApi.Tenants;
using Platform.ReadApi.Trends;
using MetricSeries = Platform.ReadApi.Rollups.MetricSeries;
using Person = Platform.ReadApi.Persons.Person;
using Source = Platform.ReadApi.Sources.Source;

namespace Platform.ReadApi.Schema;

/// <summary>Questions about one tenant's events: the tenant of the <c>X-Tenant</c> header, else the first that the viewer may see.</summary>
public sealed class Query
{
    /// <summary>Counters of the last seconds and minutes.</summary>
    public static LiveSnapshot Live([FromServices] LiveWindow window, IResolveFieldContext context) => window.Snapshot(Tenant(context));

    /// <summary>Series of numbers over time.</summary>
    public static Task<Trend> TrendAsync(
        [FromServices] TrendQuery query, IResolveFieldContext context, TrendQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>How far persons get on a way of steps.</summary>
    public static async Task<FunnelResult> FunnelAsync(
        [FromServices] FunnelQuery query, IResolveFieldContext context, FunnelQuestion input, CancellationToken cancellation) =>
        FunnelResult.Of(await query.RunAsync(Tenant(context), input.ToQuestion(), cancellation));

    /// <summary>How many of those who began come back.</summary>
    public static Task<RetentionResult> RetentionAsync(
        [FromServices] RetentionQuery query, IResolveFieldContext context, RetentionQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>Which ways are taken.</summary>
    public static Task<PathsResult> PathsAsync(
        [FromServices] PathsQuery query, IResolveFieldContext context, PathsQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>On how many different days persons are active.</summary>
    public static Task<StickinessResult> StickinessAsync(
        [FromServices] StickinessQuery query, IResolveFieldContext context, StickinessQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>Who is new, back, back after a pause, or gone.</summary>
    public static Task<LifecycleResult> LifecycleAsync(
        [FromServices] LifecycleQuery query, IResolveFieldContext context, LifecycleQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

    /// <summary>Persons with a matching event in the range (of all time when there is none), or of a segment.</summary>
    public static async Task<PersonConnection> PersonsAsync(
        [FromServices] PersonsOfQuestion query, [FromServices] PersonPages pages, IResolveFieldContext context, TimeRangeInput? range,
        IReadOnlyList<EventMatchInput>? match, IReadOnlyList<PropertyFilterInput>? filters, SegmentQuestion? segment, DateTimeOffset? asOf,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => await pages.OfAsync(
            context, await query.KeysAsync(Tenant(context), range?.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters),
                segment?.ToQuestion(), asOf, cancellation), first ?? 50, after, cancellation);

    /// <summary>What stands behind a figure of these events: how many, where they stand in the store, samples, and a digest that anyone can recompute.</summary>
    public static Task<EventLineage> LineageAsync(
        [FromServices] LineageQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<EventMatchInput>? match,
        IReadOnlyList<PropertyFilterInput>? filters, SegmentQuestion? segment, DateTimeOffset? asOf, CancellationToken cancellation = default) =>
        query.RunAsync(Tenant(context), range.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters),
            segment?.ToQuestion(), asOf, cancellation);

    /// <summary>What came to be known between two moments about the events of a range: what moved the figures.</summary>
    public static Task<Correction> CorrectionsAsync(
        [FromServices] CorrectionsQuery query, IResolveFieldContext context, TimeRangeInput range, IReadOnlyList<EventMatchInput>? match,
        IReadOnlyList<PropertyFilterInput>? filters, DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation = default) =>
        Correction.OfAsync(query, Tenant(context), range.ToQuestion(), EventMatchInput.ToQuestion(match), PropertyFilterInput.ToQuestion(filters), knownFrom, knownTo, cancellation);

    /// <summary>A funnel as known at two moments, and why the answers differ.</summary>
    public static async Task<FunnelChange> FunnelChangeAsync(
        [FromServices] FunnelQuery query, [FromServices] CorrectionsQuery corrections, IResolveFieldContext context, FunnelQuestion input,
        DateTimeOffset knownFrom, DateTimeOffset knownTo, CancellationToken cancellation = default) =>
        await FunnelChange.OfAsync(query, corrections, Tenant(context), input.ToQuestion(), knownFrom, knownTo, cancellation);

    /// <summary>Top values of a property with persons, sessions, views, bounce rate and mean duration.</summary>
    public static Task<BreakdownResult> BreakdownAsync(
        [FromServices] BreakdownQuery query, IResolveFieldContext context, BreakdownQuestion input, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), input.ToQuestion(), cancellation);

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

    /// <summary>A rolled-up series: <c>events</c>, <c>views</c>, or <c>event:NAME</c>.</summary>
    public static async Task<MetricSeries> MetricSeriesAsync(
        [FromServices] MetricSeriesQuery query, IResolveFieldContext context, string metric, TimeRangeInput range, Bucket bucket,
        CancellationToken cancellation) => MetricSeries.Of(
        await query.RunAsync(Tenant(context), metric, range.ToQuestion(), MetricSeries.Granularity(bucket), cancellation));

    /// <summary>How far each read model has come.</summary>
    public static Task<IReadOnlyList<ProjectionStatus>> ProjectionsAsync(
        [FromServices] ProjectionStatusQuery query, CancellationToken cancellation) => query.RunAsync(cancellation);

    /// <summary>Rebuilds of read models, the newest first.</summary>
    [Authorize(Roles = "admin")]
    public static async Task<IReadOnlyList<Rebuild>> RebuildsAsync(
        [FromServices] RebuildQuery query, int? first = 20, CancellationToken cancellation = default) =>
        [.. (await query.RunAsync(Math.Clamp(first ?? 20, 1, 100), cancellation)).Select(Rebuild.Of)];

    /// <summary>Certificates of the persons who were forgotten, the newest first.</summary>
    [Authorize(Roles = "admin")]
    public static Task<IReadOnlyList<ErasureCertificate>> ErasuresAsync(
        [FromServices] Erasures erasures, IResolveFieldContext context, CancellationToken cancellation) => erasures.ListAsync(Tenant(context), cancellation);

    /// <summary>Events that were refused, the newest first. Administrators also see those that no source answers for.</summary>
    public static Task<DeadLetterConnection> DeadLettersAsync(
        [FromServices] DeadLettersQuery query, IResolveFieldContext context, DropReason? reason, LetterState? state = LetterState.Open, string? source = null,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => query.RunAsync(
        Tenant(context), context.User?.IsInRole("admin") == true, reason, state ?? LetterState.Open, source, first ?? 50, after, cancellation);

    /// <summary>The tenants that the viewer may see.</summary>
    public static IReadOnlyList<Tenants.Tenant> Tenants([FromServices] TimeProvider clock, IResolveFieldContext context) =>
        [.. OperationContext.Of(context).Tenants.Select(tenant => ReadApi.Tenants.Tenant.Of(tenant, clock.GetUtcNow()))];

    /// <summary>The tenant's sources of events, in the order in which they were added.</summary>
    public static IReadOnlyList<Source> Sources([FromServices] TimeProvider clock, IResolveFieldContext context) =>
        [.. OperationContext.Of(context).Tenants.Where(tenant => tenant.Slug == Tenant(context))
            .SelectMany(tenant => tenant.Sources.Select(source => Source.Of(tenant.Slug, source, clock.GetUtcNow())))];

    /// <summary>Who is asking.</summary>
    public static Viewer Viewer(IResolveFieldContext context) =>
        new(context.User?.Identity?.Name ?? "", context.User?.IsInRole("admin") == true);

    private static string Tenant(IResolveFieldContext context) => OperationContext.Of(context).Tenant;
}
