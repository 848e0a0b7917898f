using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.DeadLetters;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Storing;

/// <summary>Dead letters of events that had passed every step.</summary>
internal static class Letters
{
    /// <summary>The letter's id: fresh, but the same one each time where a broker delivers the event again.</summary>
    public static Guid IdOf(AcceptedEvent accepted, EventBatch batch, TimeProvider clock)
    {
        var origin = accepted.Event.Origin;
        return batch.ByBroker
            ? DerivedId.At(origin.ReceivedAt, "overruled", accepted.Tenant, $"{origin.MessageId}/{origin.ReceivedAt.UtcTicks}")
            : NewId.Next(clock);
    }

    /// <summary>Of an event that the store itself refuses.</summary>
    public static RefusedEvent OfPoison(AcceptedEvent poison, Exception failure, IngestOptions limits, Guid id)
    {
        var letter = Of(poison, DropReason.ProcessingFailed, $"The store refused the event: {failure.Message}", id);
        // What the store refused as an event it must not refuse as a letter as well.
        return StorableJson.Check(letter.Letter.Payload, limits) is null
            ? letter
            : letter with { Letter = letter.Letter with { Payload = StorableJson.Keep(letter.Letter.Payload, limits), Accepted = null, AcceptedType = null } };
    }

    /// <summary>Of an event that the storing transaction refused.</summary>
    public static RefusedEvent Of(AcceptedEvent accepted, DropReason reason, string message, Guid id)
    {
        var stored = StoredForm.Write(accepted.Event);
        return new(accepted.Tenant, new DeadLetter
        {
            Id = id,
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
