using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.Ingest.Kafka;

/// <summary>Sees to it that the topics are there and have the partitions that are counted on, and notices when no broker answers.</summary>
internal sealed class KafkaWatch(KafkaOptions kafka, KafkaStatus status, TimeProvider clock, ILogger<KafkaWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var config = new AdminClientConfig();
        KafkaClients.Connect(config, kafka);
        using var admin = new AdminClientBuilder(config).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            var problem = await Task.Run(() => LookAsync(admin), stoppingToken);
            if (problem is not null)
                log.LogWarning("Kafka: {Problem}", problem);
            status.Tell("brokers", problem);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> LookAsync(IAdminClient admin)
    {
        try
        {
            var known = admin.GetMetadata(Answer).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count, StringComparer.Ordinal);
            var missing = new[] { kafka.EventsTopic, kafka.RawTopic, kafka.MessagesTopic, kafka.DeadLetterTopic }
                .Where(topic => topic.Length > 0 && !known.ContainsKey(topic)).ToList();
            if (missing.Count > 0)
                return await CreateAsync(admin, missing);
            return known[kafka.EventsTopic] is var partitions && partitions < kafka.Partitions
                ? $"Kafka:Partitions is {kafka.Partitions}, and the topic {kafka.EventsTopic} has {partitions}; set it to {partitions} at most on every node, or add partitions."
                : null;
        }
        catch (KafkaException silent)
        {
            return $"No broker of {kafka.Brokers} answers: {silent.Error.Reason}.";
        }
    }

    private async Task<string?> CreateAsync(IAdminClient admin, List<string> missing)
    {
        try
        {
            await admin.CreateTopicsAsync(missing.Select(topic => new TopicSpecification
            {
                Name = topic, NumPartitions = kafka.Partitions, ReplicationFactor = (short)(kafka.Replicas == 0 ? -1 : kafka.Replicas),
            }));
            log.LogInformation("Made the topics {Topics}.", string.Join(", ", missing));
            return null;
        }
        catch (CreateTopicsException failure) when (failure.Results.All(result => !result.Error.IsError || result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            return null; // another node was faster
        }
        catch (KafkaException refused)
        {
            return $"The topics {string.Join(", ", missing)} are missing and cannot be made ({refused.Error.Reason}); make them with {kafka.Partitions} partitions each.";
        }
    }
}
