using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Steps;

/// <summary>Why a step refuses an event: a value, never an exception.</summary>
/// <param name="Reason">The kind, also the metric's tag.</param>
/// <param name="Message">What to change, in a sentence.</param>
public sealed record Refusal(DropReason Reason, string Message)
{
    /// <summary>What is not as the tracking plan has it, for the counters.</summary>
    public IReadOnlyList<PlanViolation> Violations { get; init; } = [];
}
