using Confluent.Kafka;

namespace Platform.Tests.Integration.Kafka;

/// <summary>Three brokers and a host that collects and stores through them, for the tests that leave both as they were.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    internal KafkaCluster Brokers { get; private set; } = null!;

    internal HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Brokers = await KafkaHosts.BrokersAsync();
        Host = await HostProcess.StartAsync(settings: KafkaHosts.Settings(Brokers));
    }

    /// <summary>Sends messages as a system of its own would.</summary>
    internal async Task ProduceAsync(string topic, params Message<string, byte[]>[] messages)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Brokers.Bootstrap, Acks = Acks.All }).Build();
        foreach (var message in messages)
            await producer.ProduceAsync(topic, message);
    }

    /// <summary>Everything that a topic holds up to now, of all partitions.</summary>
    internal List<Message<string, byte[]>> ReadAll(string topic)
    {
        var config = new ConsumerConfig { BootstrapServers = Brokers.Bootstrap, GroupId = "test", EnablePartitionEof = true, AutoOffsetReset = AutoOffsetReset.Earliest };
        using var consumer = new ConsumerBuilder<string, byte[]>(config).Build();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Brokers.Bootstrap }).Build();
        var open = admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)).ToList();
        consumer.Assign(open);
        var messages = new List<Message<string, byte[]>>();
        for (var ended = 0; ended < open.Count;)
        {
            var result = consumer.Consume(TimeSpan.FromMinutes(1)) ?? throw new TimeoutException($"The topic {topic} cannot be read.");
            if (result.IsPartitionEOF)
                ended++;
            else
                messages.Add(result.Message);
        }
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Brokers.DisposeAsync();
    }
}
