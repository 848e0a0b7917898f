using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Ingest.Kafka;

namespace Platform.Host.Health;

/// <summary>The brokers answer and acknowledge, and what their topics hold is being stored.</summary>
internal sealed class KafkaCheck(KafkaStatus kafka, IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = kafka.Problems.ToList();
        if (kafka.StandsStill is var still && still > configuration.LongestLag())
            problems.Add($"Messages wait, and none was stored for {still.TotalSeconds:F0} s; look at the database and at this node's log.");
        var data = kafka.Partitions.GroupBy(partition => partition.Topic).ToDictionary(
            topic => topic.Key, object (topic) => new { partitions = topic.Count(), behind = topic.Sum(partition => partition.Behind), paused = topic.Count(partition => partition.Paused) });
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("The brokers answer, and this node keeps up with its partitions.", data)
            : HealthCheckResult.Unhealthy(string.Join(' ', problems), data: data));
    }
}
