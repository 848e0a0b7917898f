using System.Text.Json;

namespace Platform.Contracts.Ingestion;

/// <summary>What became of a dead letter.</summary>
public enum LetterState
{
    /// <summary>It waits for somebody to mend or discard it.</summary>
    Open,

    /// <summary>Its event is stored.</summary>
    Replayed,

    /// <summary>Somebody decided that it is not worth mending.</summary>
    Discarded,
}

/// <summary>An event that was refused, kept with its reason until somebody mends or deletes it. Stored per tenant.</summary>
public sealed record DeadLetter
{
    /// <summary>Time-ordered.</summary>
    public Guid Id { get; init; }

    /// <summary>Why it was refused, the last time it was tried.</summary>
    public DropReason Reason { get; init; }

    /// <summary>What to change, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When the collector had it, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Name of the source, where known.</summary>
    public string? Source { get; init; }

    /// <summary>The event as sent; text that is no JSON comes as a JSON string, cut at 32 KB.</summary>
    public JsonElement Payload { get; init; }

    /// <summary>The event as a message of the Segment HTTP API, as far as it was understood: what can be edited, and what a replay takes.</summary>
    public JsonElement? Event { get; init; }

    /// <summary>The event as it would have been stored, where only the store refused it; a replay takes it unless the message was edited.</summary>
    public JsonElement? Accepted { get; init; }

    /// <summary>The stored name of <see cref="Accepted"/>.</summary>
    public string? AcceptedType { get; init; }

    /// <summary>The origin of the page that sent it.</summary>
    public string? Origin { get; init; }

    /// <summary>What became of it.</summary>
    public LetterState State { get; init; }

    /// <summary>How often a replay failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Who edited the message last.</summary>
    public string? EditedBy { get; init; }

    /// <summary>When it was stored or discarded, UTC.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>By whom.</summary>
    public string? ClosedBy { get; init; }
}
