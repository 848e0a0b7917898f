using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>The dead letter of an event that the store itself refuses.</summary>
internal static class Poison
{
    public static RefusedEvent Letter(AcceptedEvent poison, Exception failure, TimeProvider clock) =>
        new(poison.Tenant, new DeadLetter
        {
            Id = NewId.Next(clock),
            Reason = DropReason.ProcessingFailed,
            Message = $"The store refused the event: {failure.Message}",
            ReceivedAt = poison.Event.Origin.ReceivedAt,
            Source = poison.Event.Origin.Source,
            Payload = JsonSerializer.SerializeToElement(poison.Event, poison.Event.GetType()),
        });
}
