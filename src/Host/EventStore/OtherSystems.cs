using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Platform.Contracts.Messages;
using Platform.Ingest.Kafka;
using Wolverine;
using Wolverine.Kafka;

namespace Platform.Host.EventStore;

/// <summary>What other systems are told leaves through the durable outbox to a topic, as CloudEvents in their binary form.</summary>
internal static class OtherSystems
{
    public static void TellOtherSystems(this WolverineOptions bus, KafkaOptions kafka)
    {
        bus.UseKafka(kafka.Brokers)
            .ConfigureClient(client => KafkaClients.Connect(client, kafka))
            .ConfigureProducers(producer => KafkaClients.Produce(producer, kafka));
        bus.Publish(rule =>
        {
            rule.MessagesImplementing<IIntegrationMessage>();
            rule.ToKafkaTopic(kafka.MessagesTopic).UseInterop((_, _) => new CloudEventMapper()).UseDurableOutbox();
        });
    }

    private sealed class CloudEventMapper : IKafkaEnvelopeMapper
    {
        public void MapEnvelopeToOutgoing(Envelope envelope, Message<string, byte[]> outgoing)
        {
            Add("ce_specversion", "1.0");
            Add("ce_id", envelope.Id.ToString());
            Add("ce_source", "platform");
            Add("ce_type", envelope.Headers.GetValueOrDefault(IIntegrationMessage.WireNameHeader) ?? envelope.MessageType ?? "");
            Add("ce_time", envelope.SentAt.ToString("O", CultureInfo.InvariantCulture));
            Add("content-type", "application/json");

            void Add(string name, string value) => outgoing.Headers.Add(name, Encoding.UTF8.GetBytes(value));
        }

        public void MapIncomingToEnvelope(Envelope envelope, Message<string, byte[]> incoming) =>
            throw new NotSupportedException("The topic is for other systems; nothing here listens to it.");

        public IEnumerable<string> AllHeaders() => [];
    }
}
