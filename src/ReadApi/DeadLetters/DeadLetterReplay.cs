using System.Text.Json;
using GraphQL;
using Platform.Contracts.Ingestion;

namespace Platform.ReadApi.DeadLetters;

/// <summary>What became, or with a dry run would become, of refused events.</summary>
/// <param name="Replayed">Events that pass today's rules; they are stored now.</param>
/// <param name="AlreadyStored">Those of them that were in the store before, by their message id; they are there once.</param>
/// <param name="StillFailing">Events that are refused again.</param>
/// <param name="Sample">Up to a hundred of those that are refused again.</param>
/// <param name="Outcomes">What became of each, the oldest first, up to a hundred.</param>
public sealed record DeadLetterReplay(
    int Replayed, int AlreadyStored, int StillFailing, IReadOnlyList<DeadLetter> Sample, IReadOnlyList<ReplayOutcome> Outcomes);

/// <summary>What became of one refused event.</summary>
public sealed record ReplayOutcome
{
    /// <summary>The letter.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Whether it passes.</summary>
    public required bool Passes { get; init; }

    /// <summary>Whether it was in the store before.</summary>
    public required bool AlreadyStored { get; init; }

    /// <summary>Why it is refused now.</summary>
    public required DropReason? Reason { get; init; }

    /// <summary>What to change, when it is refused.</summary>
    public required string? Message { get; init; }

    /// <summary>The event as it is stored: name, visitorId, occurredAt, properties, and the whole of it as <c>stored</c>.</summary>
    public required JsonElement? Event { get; init; }

    internal static ReplayOutcome Of(LetterOutcome outcome) => new()
    {
        Id = outcome.Id.ToString("N"), Passes = outcome.Reason is null, AlreadyStored = outcome.Stored,
        Reason = outcome.Reason, Message = outcome.Message, Event = outcome.Event,
    };
}
