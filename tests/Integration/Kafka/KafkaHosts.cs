namespace Platform.Tests.Integration.Kafka;

/// <summary>Hosts that collect and store through brokers.</summary>
internal static class KafkaHosts
{
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
