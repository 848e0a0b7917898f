using System.Text.Json;
using GraphQL;
using Platform.Contracts.Ingestion;
using Platform.ReadApi.Questions;
using Stored = Platform.Contracts.Ingestion.DeadLetter;

namespace Platform.ReadApi.DeadLetters;

/// <summary>An event that was refused. It is kept until somebody replays or discards it, and can be read for ever.</summary>
public sealed record DeadLetter
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Why it was refused, the last time it was tried.</summary>
    public required DropReason Reason { get; init; }

    /// <summary>What to change, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>When the collector had it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The source that sent it; null where that is not known.</summary>
    public required string? Source { get; init; }

    /// <summary>The event as it was sent; text that is no JSON stands as a string.</summary>
    public required JsonElement Payload { get; init; }

    /// <summary>What a replay takes, a message of the Segment HTTP API: made of the payload as far as it was understood, or as edited. Null when it was not understood at all.</summary>
    public required JsonElement? Event { get; init; }

    /// <summary>What became of it.</summary>
    public required LetterState State { get; init; }

    /// <summary>How often a replay failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Who edited the event last.</summary>
    public required string? EditedBy { get; init; }

    /// <summary>When it was stored or discarded.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who replayed or discarded it.</summary>
    public required string? ClosedBy { get; init; }

    internal static DeadLetter Of(Stored letter) => new()
    {
        Id = letter.Id.ToString("N"), Reason = letter.Reason, Message = letter.Message, ReceivedAt = letter.ReceivedAt, Source = letter.Source,
        Payload = letter.Payload, Event = letter.Event, State = letter.State, Attempts = letter.Attempts, EditedBy = letter.EditedBy,
        ClosedAt = letter.ClosedAt, ClosedBy = letter.ClosedBy,
    };
}

/// <summary>Refused events, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
/// <param name="ByReason">How many of the same state there are of each reason, whatever reason was asked for.</param>
public sealed record DeadLetterConnection(IReadOnlyList<DeadLetter> Nodes, PageInfo PageInfo, long TotalCount, IReadOnlyList<DropCount> ByReason);

/// <summary>How many events were refused for a reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
public sealed record DropCount(DropReason Reason, long Count);
