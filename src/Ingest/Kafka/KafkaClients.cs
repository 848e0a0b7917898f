using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Platform.Ingest.Kafka;

/// <summary>Makes clients: what the guarantees rest on is fixed, the rest follows the settings.</summary>
public sealed class KafkaClients(KafkaOptions kafka, ILogger<KafkaClients> log)
{
    /// <summary>The connection, as every client has it.</summary>
    public static void Connect(ClientConfig config, KafkaOptions kafka)
    {
        var security = kafka.Security;
        foreach (var (name, value) in kafka.Client)
            config.Set(name, value);
        config.BootstrapServers = kafka.Brokers;
        config.ClientId ??= "platform";
        config.SocketKeepaliveEnable = true;
        config.SecurityProtocol = security.Protocol;
        if (security.Protocol is SecurityProtocol.SaslPlaintext or SecurityProtocol.SaslSsl)
            (config.SaslMechanism, config.SaslUsername, config.SaslPassword) = (security.Mechanism, security.User, security.Password);
        if (security.CaFile.Length > 0)
            config.SslCaLocation = security.CaFile;
        if (security.CertificateFile.Length > 0)
            (config.SslCertificateLocation, config.SslKeyLocation) = (security.CertificateFile, security.KeyFile);
        if (security.KeyPassword.Length > 0)
            config.SslKeyPassword = security.KeyPassword;
    }

    /// <summary>Producing as the platform does it: acknowledged by all replicas, in order, written once, lz4.</summary>
    public static void Produce(ProducerConfig config, KafkaOptions kafka)
    {
        Connect(config, kafka);
        config.Acks = Acks.All;
        config.EnableIdempotence = true;
        config.CompressionType = CompressionType.Lz4;
        config.LingerMs = 1; // the platform gathers batches itself
        config.MessageMaxBytes = kafka.MessageBytes + 10_000;
        config.MessageTimeoutMs = kafka.AckTimeoutMs;
        config.QueueBufferingMaxKbytes = 256 * 1024;
    }

    /// <summary>A producer.</summary>
    public IProducer<string, byte[]> Producer()
    {
        var config = new ProducerConfig();
        Produce(config, kafka);
        return new ProducerBuilder<string, byte[]>(config)
            .SetErrorHandler((_, error) => log.LogWarning("Kafka producer: {Problem}", error.Reason))
            .SetLogHandler((_, message) => Log(message)).Build();
    }

    /// <summary>A consumer that commits what it is told is stored, and nothing else.</summary>
    internal ConsumerBuilder<string, byte[]> Consumer(string group)
    {
        var config = new ConsumerConfig();
        Connect(config, kafka);
        config.GroupId = group;
        config.EnableAutoCommit = true;
        config.EnableAutoOffsetStore = false;
        config.AutoCommitIntervalMs = 1_000;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.FetchWaitMaxMs ??= 50;
        config.QueuedMaxMessagesKbytes ??= kafka.PartitionBufferKb;
        if (kafka.InstanceId.Length > 0)
            config.GroupInstanceId = kafka.InstanceId;
        if (kafka.Rebalance == Rebalance.Consumer)
            config.GroupProtocol = GroupProtocol.Consumer;
        else
            config.PartitionAssignmentStrategy = kafka.Rebalance == Rebalance.Cooperative ? PartitionAssignmentStrategy.CooperativeSticky : PartitionAssignmentStrategy.Range;
        return new ConsumerBuilder<string, byte[]>(config)
            .SetErrorHandler((_, error) => log.LogWarning("Kafka consumer of {Group}: {Problem}", group, error.Reason))
            .SetLogHandler((_, message) => Log(message));
    }

    private void Log(LogMessage message) =>
        log.Log(message.Level <= SyslogLevel.Error ? LogLevel.Warning : LogLevel.Debug, "librdkafka: {Message}", message.Message);
}
