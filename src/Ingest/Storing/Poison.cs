using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Storing;

/// <summary>The dead letter of an event that the store itself refuses.</summary>
internal static class Poison
{
    public static RefusedEvent Letter(AcceptedEvent poison, Exception failure, IngestOptions limits, TimeProvider clock) =>
        new(poison.Tenant, new DeadLetter
        {
            Id = NewId.Next(clock),
            Reason = DropReason.ProcessingFailed,
            Message = $"The store refused the event: {failure.Message}",
            ReceivedAt = poison.Event.Origin.ReceivedAt,
            Source = poison.Event.Origin.Source,
            // What the store refused as an event it must not refuse as a letter as well.
            Payload = StorableJson.Keep(JsonSerializer.SerializeToElement(poison.Event, poison.Event.GetType()), limits),
        });
}
