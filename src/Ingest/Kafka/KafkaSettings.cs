using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;

namespace Platform.Ingest.Kafka;

/// <summary>Reads the Kafka settings and says of each wrong one which it is, what it is and what is allowed.</summary>
public static partial class KafkaSettings
{
    private static readonly Dictionary<string, Rebalance> Rebalances = new()
    {
        ["classic"] = Rebalance.Classic, ["cooperative"] = Rebalance.Cooperative, ["consumer"] = Rebalance.Consumer,
    };

    private static readonly Dictionary<string, SecurityProtocol> Protocols = new()
    {
        ["plaintext"] = SecurityProtocol.Plaintext, ["ssl"] = SecurityProtocol.Ssl,
        ["sasl_plaintext"] = SecurityProtocol.SaslPlaintext, ["sasl_ssl"] = SecurityProtocol.SaslSsl,
    };

    private static readonly Dictionary<string, SaslMechanism> Mechanisms = new()
    {
        ["plain"] = SaslMechanism.Plain, ["scram-sha-256"] = SaslMechanism.ScramSha256, ["scram-sha-512"] = SaslMechanism.ScramSha512,
    };

    // What the platform's guarantees rest on; a setting of librdkafka's must not undo it.
    private static readonly string[] Fixed =
    [
        "bootstrap.servers", "group.id", "group.instance.id", "group.protocol", "partition.assignment.strategy", "acks", "enable.idempotence",
        "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset", "message.timeout.ms", "compression.codec", "compression.type",
    ];

    /// <summary>The settings, or null when no broker is named.</summary>
    /// <param name="problems">Where to put what is wrong.</param>
    public static KafkaOptions? Read(IConfiguration configuration, ICollection<string> problems)
    {
        if (configuration.GetConnectionString("Kafka") is not { Length: > 0 } brokers)
            return null;
        if (!Addresses().IsMatch(brokers))
            problems.Add($"ConnectionStrings:Kafka is '{brokers}'; it must be host:port, several separated by commas.");
        var section = new Section(configuration.GetSection("Kafka"), problems);
        var defaults = new KafkaOptions { Brokers = brokers };
        var options = defaults with
        {
            EventsTopic = section.Topic(nameof(KafkaOptions.EventsTopic), defaults.EventsTopic, mayBeEmpty: false),
            RawTopic = section.Topic(nameof(KafkaOptions.RawTopic), defaults.RawTopic, mayBeEmpty: true),
            MessagesTopic = section.Topic(nameof(KafkaOptions.MessagesTopic), defaults.MessagesTopic, mayBeEmpty: true),
            DeadLetterTopic = section.Topic(nameof(KafkaOptions.DeadLetterTopic), defaults.DeadLetterTopic, mayBeEmpty: true),
            Partitions = section.Number(nameof(KafkaOptions.Partitions), defaults.Partitions, 1, 10_000),
            Replicas = section.Number(nameof(KafkaOptions.Replicas), defaults.Replicas, 0, 16),
            Group = section.Topic(nameof(KafkaOptions.Group), defaults.Group, mayBeEmpty: false),
            Consume = section.Choice(nameof(KafkaOptions.Consume), defaults.Consume, new() { ["true"] = true, ["false"] = false }),
            Rebalance = section.Choice(nameof(KafkaOptions.Rebalance), defaults.Rebalance, Rebalances),
            InstanceId = section.Topic(nameof(KafkaOptions.InstanceId), defaults.InstanceId, mayBeEmpty: true),
            LingerMs = section.Number(nameof(KafkaOptions.LingerMs), defaults.LingerMs, 0, 1_000),
            BatchEvents = section.Number(nameof(KafkaOptions.BatchEvents), defaults.BatchEvents, 1, 5_000),
            MessageBytes = section.Number(nameof(KafkaOptions.MessageBytes), defaults.MessageBytes, 100_000, 100_000_000),
            AckTimeoutMs = section.Number(nameof(KafkaOptions.AckTimeoutMs), defaults.AckTimeoutMs, 1_000, 300_000),
            PartitionBufferKb = section.Number(nameof(KafkaOptions.PartitionBufferKb), defaults.PartitionBufferKb, 64, 1_048_576),
            Security = ReadSecurity(new Section(configuration.GetSection("Kafka:Security"), problems)),
            Client = ReadClient(configuration.GetSection("Kafka:Client"), problems),
        };
        CheckTogether(options, configuration.GetValue("Ingest:MaxEventBytes", new IngestOptions().MaxEventBytes), problems);
        CheckClient(options, problems);
        return options;
    }

    private static KafkaSecurity ReadSecurity(Section section)
    {
        var defaults = new KafkaSecurity();
        var security = new KafkaSecurity
        {
            Protocol = section.Choice(nameof(KafkaSecurity.Protocol), defaults.Protocol, Protocols),
            Mechanism = section.Choice(nameof(KafkaSecurity.Mechanism), defaults.Mechanism, Mechanisms),
            User = section.Text(nameof(KafkaSecurity.User)),
            Password = section.Text(nameof(KafkaSecurity.Password)),
            CaFile = section.File(nameof(KafkaSecurity.CaFile)),
            CertificateFile = section.File(nameof(KafkaSecurity.CertificateFile)),
            KeyFile = section.File(nameof(KafkaSecurity.KeyFile)),
            KeyPassword = section.Text(nameof(KafkaSecurity.KeyPassword)),
        };
        if (security.Protocol is SecurityProtocol.SaslPlaintext or SecurityProtocol.SaslSsl && (security.User.Length == 0 || security.Password.Length == 0))
            section.Problem("Kafka:Security:Protocol asks for a log-in, and Kafka:Security:User or Kafka:Security:Password is empty; set both.");
        if (security.CertificateFile.Length == 0 != (security.KeyFile.Length == 0))
            section.Problem("Of Kafka:Security:CertificateFile and Kafka:Security:KeyFile one is empty; set both or neither.");
        return security;
    }

    private static Dictionary<string, string> ReadClient(IConfigurationSection section, ICollection<string> problems)
    {
        var client = section.GetChildren().ToDictionary(child => child.Key, child => child.Value ?? "");
        foreach (var name in client.Keys.Intersect(Fixed, StringComparer.OrdinalIgnoreCase))
            problems.Add($"Kafka:Client:{name} is '{client[name]}'; this setting is the platform's own, leave it out.");
        return client;
    }

    private static void CheckTogether(KafkaOptions options, int largestEvent, ICollection<string> problems)
    {
        var topics = new[] { options.EventsTopic, options.RawTopic, options.MessagesTopic, options.DeadLetterTopic }.Where(topic => topic.Length > 0).ToList();
        if (topics.Distinct(StringComparer.Ordinal).Count() < topics.Count)
            problems.Add($"Kafka's topics are {string.Join(", ", topics)}; each needs a name of its own.");
        // An event is stored with its circumstances: twice the size as sent always suffices.
        if (options.MessageBytes < 2 * (long)largestEvent)
            problems.Add($"Kafka:MessageBytes is {options.MessageBytes}; it must be at least twice Ingest:MaxEventBytes, which is {largestEvent}.");
    }

    // The client itself knows its settings, and whether the files for TLS can be used; it connects to nobody yet.
    private static void CheckClient(KafkaOptions options, ICollection<string> problems)
    {
        try
        {
            var config = new ConsumerConfig { GroupId = options.Group };
            KafkaClients.Connect(config, options);
            new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build().Dispose();
        }
        catch (Exception refused) when (refused is InvalidOperationException or KafkaException or ArgumentException)
        {
            problems.Add($"Kafka's client cannot be made from what Kafka:Security and Kafka:Client say: {refused.Message}");
        }
    }

    [GeneratedRegex(@"^\s*[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*\s*$")]
    private static partial Regex Addresses();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,249}$")]
    private static partial Regex Name();

    private sealed class Section(IConfigurationSection section, ICollection<string> problems)
    {
        public void Problem(string problem) => problems.Add(problem);

        public string Text(string name) => section[name] ?? "";

        public string Topic(string name, string standard, bool mayBeEmpty)
        {
            var text = section[name] ?? standard;
            if (!(text.Length == 0 && mayBeEmpty) && !Name().IsMatch(text))
                problems.Add($"{section.Path}:{name} is '{text}'; it must have 1 to 249 characters of a-z, A-Z, 0-9, '.', '_' and '-'.");
            return text;
        }

        public int Number(string name, int standard, int least, int most)
        {
            if (section[name] is not { } text)
                return standard;
            if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                return value;
            problems.Add($"{section.Path}:{name} is '{text}'; it must be a whole number from {least} to {most}.");
            return standard;
        }

        public T Choice<T>(string name, T standard, Dictionary<string, T> allowed)
        {
            if (section[name] is not { } text)
                return standard;
            var known = allowed.Keys.FirstOrDefault(key => key.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (known is not null)
                return allowed[known];
            problems.Add($"{section.Path}:{name} is '{text}'; it must be one of {string.Join(", ", allowed.Keys)}.");
            return standard;
        }

        public string File(string name)
        {
            var text = Text(name);
            if (text.Length > 0 && !System.IO.File.Exists(text))
                problems.Add($"{section.Path}:{name} is '{text}', and there is no such file.");
            return text;
        }
    }
}
