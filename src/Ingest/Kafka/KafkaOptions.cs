using Confluent.Kafka;

namespace Platform.Ingest.Kafka;

/// <summary>How a consumer group shares its partitions out.</summary>
public enum Rebalance
{
    /// <summary>Everybody gives everything back first; any broker.</summary>
    Classic,

    /// <summary>Only what moves is given back; brokers 2.4 and newer.</summary>
    Cooperative,

    /// <summary>The brokers decide (KIP-848); brokers 4.0 and newer.</summary>
    Consumer,
}

/// <summary>Settings under <c>Kafka</c>; the brokers' addresses are <c>ConnectionStrings:Kafka</c>. Read and checked by <see cref="KafkaSettings"/>.</summary>
public sealed record KafkaOptions
{
    /// <summary>"host:port", several separated by commas.</summary>
    public required string Brokers { get; init; }

    /// <summary>Between collectors and store: batches of accepted events.</summary>
    public string EventsTopic { get; init; } = "events";

    /// <summary>Events of producers that are not ours, one a message; empty means that none is read.</summary>
    public string RawTopic { get; init; } = "events.raw";

    /// <summary>What the platform tells other systems; empty means that nothing is told.</summary>
    public string MessagesTopic { get; init; } = "platform.messages";

    /// <summary>Messages that cannot be read, as they came; empty means that they are kept as dead letters only.</summary>
    public string DeadLetterTopic { get; init; } = "events.dead";

    /// <summary>
    /// Partitions of the events' topic that are used: the events of a visitor go to the one that its hash names. Every node must
    /// have the same number, and it may be changed only while the topic is drained.
    /// </summary>
    public int Partitions { get; init; } = 8;

    /// <summary>Copies of topics that the platform makes itself; 0 leaves it to the brokers.</summary>
    public int Replicas { get; init; }

    /// <summary>The consumer group that stores events; the raw topic's has ".raw" appended.</summary>
    public string Group { get; init; } = "platform";

    /// <summary>Whether this node stores what the topics hold; a node that only collects does not.</summary>
    public bool Consume { get; init; } = true;

    /// <summary>How partitions are shared out.</summary>
    public Rebalance Rebalance { get; init; } = Rebalance.Cooperative;

    /// <summary>Static membership: a name that this node keeps over restarts and no other has; empty for none.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>How long events wait for others to share their message, milliseconds.</summary>
    public int LingerMs { get; init; } = 10;

    /// <summary>Most events of one message.</summary>
    public int BatchEvents { get; init; } = 500;

    /// <summary>Most bytes of one message; the brokers' <c>max.message.bytes</c> must allow it.</summary>
    public int MessageBytes { get; init; } = 900_000;

    /// <summary>How long an acknowledgement may take before a client is told to send again, milliseconds.</summary>
    public int AckTimeoutMs { get; init; } = 30_000;

    /// <summary>Kilobytes of a partition that may wait for the store; above, the partition is paused.</summary>
    public int PartitionBufferKb { get; init; } = 4_096;

    /// <summary>Security of the connection.</summary>
    public KafkaSecurity Security { get; init; } = new();

    /// <summary>Any other setting of librdkafka, by its own name, for every client.</summary>
    public IReadOnlyDictionary<string, string> Client { get; init; } = new Dictionary<string, string>();
}

/// <summary>Settings under <c>Kafka:Security</c>.</summary>
public sealed record KafkaSecurity
{
    /// <summary>plaintext, ssl, sasl_plaintext or sasl_ssl.</summary>
    public SecurityProtocol Protocol { get; init; } = SecurityProtocol.Plaintext;

    /// <summary>How to log in.</summary>
    public SaslMechanism Mechanism { get; init; } = SaslMechanism.ScramSha512;

    /// <summary>Who logs in.</summary>
    public string User { get; init; } = "";

    /// <summary>With which password.</summary>
    public string Password { get; init; } = "";

    /// <summary>Certificates of the authority that the brokers' are checked with; empty for the machine's.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>This client's certificate, PEM.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Its key, PEM.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The key's password.</summary>
    public string KeyPassword { get; init; } = "";
}
