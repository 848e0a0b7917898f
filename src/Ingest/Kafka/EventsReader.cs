using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Kafka;

/// <summary>Reads the collectors' batches. A message that is none is kept, as a dead letter of the default tenant and in the dead letters' topic.</summary>
internal sealed class EventsReader(IOptions<IngestOptions> options) : IMessageReader
{
    public bool ByOthers => false;

    public ValueTask ReadAsync(ConsumeResult<string, byte[]> message, IncomingBatch batch, CancellationToken cancellation)
    {
        try
        {
            var content = BatchFormat.Read(message.Message.Value);
            batch.Events.AddRange(content.Events);
            batch.Refused.AddRange(content.Refused);
        }
        catch (JsonException unreadable)
        {
            var reason = $"The message is no batch of events: {unreadable.Message}";
            batch.Unreadable.Add((message, reason));
            batch.Refused.Add(Letter(message, "", null, new Refusal(DropReason.Malformed, reason), StorableJson.Keep(message.Message.Value, options.Value)));
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>The dead letter of a message: the same one however often the message is read.</summary>
    public static RefusedEvent Letter(ConsumeResult<string, byte[]> message, string tenant, string? source, Refusal refusal, JsonElement payload) =>
        new(tenant, new DeadLetter
        {
            Id = DerivedId.At(message.Message.Timestamp.UtcDateTime, "letter", message.Topic, Place(message)),
            Reason = refusal.Reason,
            Message = refusal.Message,
            ReceivedAt = new DateTimeOffset(message.Message.Timestamp.UtcDateTime, TimeSpan.Zero),
            Source = source ?? message.Topic,
            Payload = payload,
        });

    /// <summary>Where the message stands; with its time, because a topic that is made anew counts from zero again.</summary>
    public static string Place(ConsumeResult<string, byte[]> message) =>
        string.Create(CultureInfo.InvariantCulture, $"{message.Partition.Value}/{message.Offset.Value}/{message.Message.Timestamp.UnixTimestampMs}");
}
