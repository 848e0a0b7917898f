using GraphQL;
using Platform.Contracts.Ingestion;
using Platform.Projections.DataQuality;
using Platform.Projections.Questions;
using Platform.Projections.Status;
using Platform.ReadApi.DeadLetters;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.DataQuality;

/// <summary>How good the data received in a range is, in whole hours (UTC): counted by the transactions that stored or refused it.</summary>
/// <param name="From">Start of the first hour.</param>
/// <param name="To">End of the last one.</param>
/// <param name="At">When it was asked: what has not ended by then is still counted.</param>
/// <param name="Accepted">Events stored, each once.</param>
/// <param name="Duplicates">Events sent again after they were stored.</param>
/// <param name="Dropped">Events refused, by reason, the most frequent first.</param>
/// <param name="Late">Events received more than an hour after they happened; they are among the stored ones.</param>
/// <param name="Violations">What was not as the tracking plan has it, the most frequent first.</param>
/// <param name="Sources">The same by source, with how fresh it is.</param>
/// <param name="Volumes">The same over time: by hour up to eight days, else by day (UTC).</param>
public sealed record DataQuality(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset At, long Accepted, long Duplicates, IReadOnlyList<DropCount> Dropped, long Late,
    IReadOnlyList<SchemaViolation> Violations, IReadOnlyList<SourceQuality> Sources, IReadOnlyList<QualityPeriod> Volumes)
{
    /// <summary>How often each property came with each event, over all time: of one event, or of all, the most frequent first.</summary>
    public static Task<IReadOnlyList<PropertyCompleteness>> CompletenessAsync(
        [FromServices] CompletenessQuery query, IResolveFieldContext context, string? @event = null, CancellationToken cancellation = default) =>
        query.RunAsync(OperationContext.Of(context).Tenant, @event, cancellation);

    /// <summary>The way of the data: which source feeds which event, and how far each read model has taken it in.</summary>
    public async Task<DataLineage> LineageAsync(
        [FromServices] FlowQuery flows, [FromServices] ProjectionStatusQuery readModels, IResolveFieldContext context, CancellationToken cancellation) =>
        new(await flows.RunAsync(OperationContext.Of(context).Tenant, new TimeRange(From, To), cancellation), await readModels.RunAsync(cancellation));
}

/// <summary>Events whose property was not as planned.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Property">The property's path; empty for the properties as a whole, <c>(other)</c> for many unplanned ones.</param>
/// <param name="Expected">What the plan says.</param>
/// <param name="Count">How many.</param>
public sealed record SchemaViolation(string Event, string Property, string Expected, long Count);

/// <summary>What came of one source.</summary>
/// <param name="Source">Its name; empty where nobody knows.</param>
/// <param name="Accepted">Events stored.</param>
/// <param name="Duplicates">Events sent again.</param>
/// <param name="Dropped">Events refused.</param>
/// <param name="Late">Events received more than an hour after they happened.</param>
/// <param name="Violations">Violations of the plan.</param>
/// <param name="LastReceivedAt">When its last event came, ever; null when none did.</param>
public sealed record SourceQuality(string Source, long Accepted, long Duplicates, long Dropped, long Late, long Violations, DateTimeOffset? LastReceivedAt);

/// <summary>What came in a period.</summary>
/// <param name="Start">Its start, UTC.</param>
/// <param name="Accepted">Events stored.</param>
/// <param name="Duplicates">Events sent again.</param>
/// <param name="Dropped">Events refused.</param>
/// <param name="Late">Events received more than an hour after they happened.</param>
/// <param name="Violations">Violations of the plan.</param>
public sealed record QualityPeriod(DateTimeOffset Start, long Accepted, long Duplicates, long Dropped, long Late, long Violations);

/// <summary>The way of the data from source to read model.</summary>
/// <param name="Flows">What was recorded in the range, the most frequent first.</param>
/// <param name="ReadModels">What is built of it.</param>
public sealed record DataLineage(IReadOnlyList<EventFlow> Flows, IReadOnlyList<ProjectionStatus> ReadModels);
