using Confluent.Kafka;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Kafka;

/// <summary>What a writer has gathered for one transaction, and how far it goes in each partition.</summary>
internal sealed class IncomingBatch
{
    public List<AcceptedEvent> Events { get; } = [];

    public List<RefusedEvent> Refused { get; } = [];

    /// <summary>Messages that nobody can read, with the reason.</summary>
    public List<(ConsumeResult<string, byte[]> Message, string Reason)> Unreadable { get; } = [];

    public List<ConsumeResult<string, byte[]>> Messages { get; } = [];

    public Dictionary<PartitionFeed, long> Through { get; } = [];

    public int Count => Events.Count + Refused.Count;

    public void Clear()
    {
        Events.Clear();
        Refused.Clear();
        Unreadable.Clear();
        Messages.Clear();
        Through.Clear();
    }
}

/// <summary>Understands the messages of a topic.</summary>
internal interface IMessageReader
{
    /// <summary>Whether producers that are not ours fill the topic.</summary>
    bool ByOthers { get; }

    /// <summary>Puts what a message holds into the batch; what cannot be read becomes a dead letter there. Never fails by a message's content.</summary>
    ValueTask ReadAsync(ConsumeResult<string, byte[]> message, IncomingBatch batch, CancellationToken cancellation);
}
