using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Platform.Contracts;

namespace Platform.Ingest.Kafka;

/// <summary>How a partition stands that this node stores.</summary>
/// <param name="Behind">Messages of it that are not stored yet.</param>
/// <param name="Paused">Whether it is held back because the store is slower.</param>
public sealed record PartitionState(string Topic, int Partition, long Behind, bool Paused);

/// <summary>What is known of the way through the brokers: for metrics and for <c>/health/ready</c>.</summary>
public sealed class KafkaStatus
{
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, (IReadOnlyList<PartitionState> Partitions, long MovedAt)> _consumed = new();
    private readonly ConcurrentDictionary<string, string> _problems = new();

    /// <summary>Publishes the gauges.</summary>
    public KafkaStatus(TimeProvider clock)
    {
        _clock = clock;
        Gauge("platform.kafka.lag", "{message}", "Messages of a partition that are not stored yet.", partition => partition.Behind);
        Gauge("platform.kafka.paused", "{partition}", "1 while a partition is held back because the store is slower.", partition => partition.Paused ? 1 : 0);
    }

    /// <summary>The partitions that this node stores.</summary>
    public IReadOnlyList<PartitionState> Partitions => [.. _consumed.Values.SelectMany(topic => topic.Partitions)];

    /// <summary>What is wrong, in sentences that say what to look at.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.Values];

    /// <summary>How long nothing of a topic was stored while something waited.</summary>
    public TimeSpan StandsStill =>
        _consumed.Values.Where(topic => topic.Partitions.Any(partition => partition.Behind > 0))
            .Select(topic => _clock.GetElapsedTime(topic.MovedAt)).DefaultIfEmpty(TimeSpan.Zero).Max();

    internal void Acknowledged(Error error) => Tell("producing", error.IsError ? $"The brokers do not acknowledge: {error.Reason}." : null);

    /// <summary>Tells, or with null takes back, a problem of a kind.</summary>
    internal void Tell(string kind, string? problem)
    {
        if (problem is null)
            _problems.TryRemove(kind, out _);
        else
            _problems[kind] = problem;
    }

    internal void Report(string topic, IReadOnlyList<PartitionState> partitions, bool moved)
    {
        var now = _clock.GetTimestamp();
        _consumed.AddOrUpdate(topic, _ => (partitions, now),
            (_, before) => (partitions, moved || before.Partitions.All(partition => partition.Behind == 0) ? now : before.MovedAt));
    }

    private void Gauge(string name, string unit, string description, Func<PartitionState, long> value) =>
        Instruments.Ingest.CreateObservableGauge(name, () => Partitions.Select(partition => new Measurement<long>(
            value(partition), new("topic", partition.Topic), new("partition", partition.Partition))), unit, description);
}
