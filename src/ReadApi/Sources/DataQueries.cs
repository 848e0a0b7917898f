using System.Text.Json;
using GraphQL;
using Platform.Contracts.Ingestion;
using Platform.Projections.History;
using Platform.Projections.TrackingPlans;
using Platform.ReadApi.DataQuality;
using Platform.ReadApi.DeadLetters;
using Platform.ReadApi.Imports;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Tenancy;
using Platform.ReadApi.TrackingPlans;
using Source = Platform.ReadApi.Sources.Source;

namespace Platform.ReadApi.Schema;

/// <summary>Where the data comes from, and how good it is.</summary>
public sealed partial class Query
{
    /// <summary>Events that were refused, the newest first. Administrators also see those that no source answers for.</summary>
    public static Task<DeadLetterConnection> DeadLettersAsync(
        [FromServices] DeadLettersQuery query, IResolveFieldContext context, DropReason? reason, LetterState? state = LetterState.Open, string? source = null,
        int? first = 50, string? after = null, CancellationToken cancellation = default) => query.RunAsync(
        Tenant(context), context.User?.IsInRole("admin") == true, reason, state ?? LetterState.Open, source, first ?? 50, after, cancellation);

    /// <summary>How good the data received in the range is: volumes, duplicates, late and refused events, violations of the plan, freshness, completeness, lineage.</summary>
    public static Task<DataQuality.DataQuality> DataQualityAsync(
        [FromServices] DataQualityQuery query, IResolveFieldContext context, TimeRangeInput range, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), range.ToQuestion(), cancellation);

    /// <summary>The events of the tracking plan by name, those that are not planned any more last.</summary>
    public static Task<IReadOnlyList<PlannedEvent>> TrackingPlanAsync(
        [FromServices] PlanQuery query, IResolveFieldContext context, CancellationToken cancellation) => query.RunAsync(Tenant(context), cancellation);

    /// <summary>A schema that every event of the name satisfies so far, to begin a plan with; null when none came.</summary>
    public static Task<JsonElement?> LearntSchemaAsync(
        [FromServices] SchemaLearner learner, IResolveFieldContext context, string @event, CancellationToken cancellation) =>
        learner.LearnAsync(Tenant(context), @event, cancellation);

    /// <summary>What would come of a schema: whether it takes what the version before took, and what it says of the newest events.</summary>
    public static Task<SchemaPreview> SchemaPreviewAsync(
        [FromServices] PreviewQuery query, IResolveFieldContext context, string @event, JsonElement schema, CancellationToken cancellation) =>
        query.RunAsync(Tenant(context), @event, schema, cancellation);

    /// <summary>The tenant's sources of events, in the order in which they were added; whoever has just changed one sees the change.</summary>
    public static async Task<IReadOnlyList<Source>> SourcesAsync(
        [FromServices] ITenantDirectory directory, [FromServices] TimeProvider clock, IResolveFieldContext context, CancellationToken cancellation) =>
        [.. (await directory.NowAsync(cancellation)).Where(tenant => tenant.Slug == Tenant(context))
            .SelectMany(tenant => tenant.Sources.Select(source => Source.Of(tenant.Slug, source, clock.GetUtcNow())))];

    /// <summary>What other tools counted before, day by day and by one dimension: figures that were imported, counted among nothing else.</summary>
    public static Task<HistoryResult> HistoryAsync(
        [FromServices] HistoryQuery query, IResolveFieldContext context, TimeRangeInput range, HistoryDimension by = HistoryDimension.Page, int? first = 10,
        CancellationToken cancellation = default) => query.AskAsync(Tenant(context), range.ToQuestion(), by, first ?? 10, cancellation);

    /// <summary>Files of history that are or were imported, the latest first.</summary>
    [Authorize(Roles = "admin")]
    public static Task<IReadOnlyList<Import>> ImportsAsync(
        [FromServices] ImportsQuery query, IResolveFieldContext context, CancellationToken cancellation) => query.RunAsync(Tenant(context), cancellation);
}
