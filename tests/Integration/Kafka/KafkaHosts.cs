namespace Platform.Tests.Integration.Kafka;

/// <summary>Brokers, and the settings of hosts that collect and store through them.</summary>
internal static class KafkaHosts
{
    public const int Partitions = 8;

    public static Task<KafkaCluster> BrokersAsync() => KafkaCluster.StartAsync($"events:{Partitions}", "events.raw:4", "events.dead:1", "platform.messages:1");

    public static Dictionary<string, string> Settings(KafkaCluster brokers, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Kafka"] = brokers.Bootstrap,
            ["Kafka__AckTimeoutMs"] = "5000",
            ["Kafka__Client__session.timeout.ms"] = "6000",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }
}
