using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.DeadLetters;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Storing;

/// <summary>Dead letters of events that had passed every step.</summary>
internal static class Letters
{
    /// <summary>Of an event that the store itself refuses.</summary>
    public static RefusedEvent OfPoison(AcceptedEvent poison, Exception failure, IngestOptions limits, TimeProvider clock)
    {
        var letter = Of(poison, DropReason.ProcessingFailed, $"The store refused the event: {failure.Message}", clock);
        // What the store refused as an event it must not refuse as a letter as well.
        return StorableJson.Check(letter.Letter.Payload, limits) is null
            ? letter
            : letter with { Letter = letter.Letter with { Payload = StorableJson.Keep(letter.Letter.Payload, limits), Accepted = null, AcceptedType = null } };
    }

    /// <summary>Of an event that the storing transaction refused.</summary>
    public static RefusedEvent Of(AcceptedEvent accepted, DropReason reason, string message, TimeProvider clock)
    {
        var stored = StoredForm.Write(accepted.Event);
        return new(accepted.Tenant, new DeadLetter
        {
            Id = NewId.Next(clock),
            Reason = reason,
            Message = message,
            ReceivedAt = accepted.Event.Origin.ReceivedAt,
            Source = accepted.Event.Origin.Source,
            Payload = stored,
            Accepted = stored,
            AcceptedType = StoredForm.Name(accepted.Event),
        });
    }
}
