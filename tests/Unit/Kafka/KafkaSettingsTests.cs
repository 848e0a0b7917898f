using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Platform.Ingest.Kafka;

namespace Platform.Tests.Unit.Kafka;

public class KafkaSettingsTests
{
    [Fact]
    public void Without_a_broker_there_is_no_Kafka() => Assert.Null(Read([], out _));

    [Fact]
    public void A_broker_is_all_that_must_be_named()
    {
        var kafka = Read(new() { ["ConnectionStrings:Kafka"] = "a:9092, b:9092" }, out var problems);

        Assert.Empty(problems);
        Assert.Equal(("events", "events.raw", 8), (kafka!.EventsTopic, kafka.RawTopic, kafka.Partitions));
    }

    [Theory]
    [InlineData("ConnectionStrings:Kafka", "broker", "host:port")]
    [InlineData("Kafka:EventsTopic", "", "1 to 249")]
    [InlineData("Kafka:RawTopic", "a b", "1 to 249")]
    [InlineData("Kafka:RawTopic", "events", "a name of its own")]
    [InlineData("Kafka:Partitions", "0", "1 to 10000")]
    [InlineData("Kafka:Partitions", "many", "1 to 10000")]
    [InlineData("Kafka:Rebalance", "sometimes", "classic, cooperative, consumer")]
    [InlineData("Kafka:Consume", "maybe", "true, false")]
    [InlineData("Kafka:MessageBytes", "1", "100000")]
    [InlineData("Ingest:MaxEventBytes", "1000000", "twice")]
    [InlineData("Kafka:Security:Protocol", "tls", "plaintext, ssl, sasl_plaintext, sasl_ssl")]
    [InlineData("Kafka:Security:Protocol", "sasl_ssl", "set both")]
    [InlineData("Kafka:Security:CaFile", "/nowhere/ca.pem", "no such file")]
    [InlineData("Kafka:Security:KeyFile", "/nowhere/key.pem", "both or neither")]
    [InlineData("Kafka:Client:acks", "1", "leave it out")]
    [InlineData("Kafka:Client:no.such.setting", "1", "No such configuration property")]
    [InlineData("Kafka:Client:socket.timeout.ms", "soon", "socket.timeout.ms")]
    public void A_wrong_setting_is_named_with_its_value_and_what_is_allowed(string name, string value, string allowed)
    {
        Read(new() { ["ConnectionStrings:Kafka"] = "a:9092", [name] = value }, out var problems);

        Assert.Contains(problems, problem => problem.Contains(allowed, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_guarantees_rest_on_is_fixed_and_the_rest_follows_the_settings()
    {
        var kafka = Read(new()
        {
            ["ConnectionStrings:Kafka"] = "a:9092", ["Kafka:Security:Protocol"] = "SASL_SSL", ["Kafka:Security:User"] = "u", ["Kafka:Security:Password"] = "p",
            ["Kafka:Security:Mechanism"] = "scram-sha-256", ["Kafka:Client:socket.timeout.ms"] = "7000",
        }, out var problems)!;
        var config = new ProducerConfig();
        KafkaClients.Produce(config, kafka);

        Assert.Empty(problems);
        Assert.Equal((Acks.All, true, CompressionType.Lz4), (config.Acks, config.EnableIdempotence, config.CompressionType));
        Assert.Equal((SecurityProtocol.SaslSsl, SaslMechanism.ScramSha256, "u", "p"), (config.SecurityProtocol, config.SaslMechanism, config.SaslUsername, config.SaslPassword));
        Assert.Equal(7000, config.SocketTimeoutMs);
    }

    private static KafkaOptions? Read(Dictionary<string, string?> settings, out List<string> problems) =>
        KafkaSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), problems = []);
}
