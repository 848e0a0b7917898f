using System.Text.Json;

namespace Platform.Contracts.Ingestion;

/// <summary>An event that was refused, kept with its reason until somebody mends or deletes it. Stored per tenant.</summary>
public sealed record DeadLetter
{
    /// <summary>Time-ordered.</summary>
    public Guid Id { get; init; }

    /// <summary>Why it was refused.</summary>
    public DropReason Reason { get; init; }

    /// <summary>What to change, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When the collector had it, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Name of the source, where known.</summary>
    public string? Source { get; init; }

    /// <summary>The event as sent; text that is no JSON comes as a JSON string, cut at 32 KB.</summary>
    public JsonElement Payload { get; init; }
}
