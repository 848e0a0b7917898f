using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Kafka;

/// <summary>
/// A member of a consumer group: one thread fetches, several writers store, a partition always by the same one. A partition that
/// the store cannot keep up with is paused alone. Whatever ends the client is answered by a new one: the position is the group's.
/// </summary>
internal sealed class TopicConsumer(
    string topic, string group, IMessageReader reader, KafkaOptions kafka, KafkaClients clients, KafkaStatus status, DeadLetterTopic dead, BatchStore store,
    IOptions<IngestOptions> options, TimeProvider clock, ILogger<TopicConsumer> log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(2);

    private long _storedBefore;
    private int _paused;

    /// <param name="stopping">Ends fetching.</param>
    /// <param name="giveUp">Ends storing what was fetched; it is fetched again by whoever is next.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken giveUp)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(stopping, giveUp);
            }
            catch (Exception failure) when (!giveUp.IsCancellationRequested)
            {
                log.LogError(failure, "The consumer of {Topic} ended. Starting another.", topic);
                status.Tell(topic, $"The consumer of {topic} ended: {failure.Message}");
                await Task.Delay(StartAgainAfter, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ConsumeAsync(CancellationToken stopping, CancellationToken giveUp)
    {
        PartitionWriter[] writers = [];
        PartitionWriter Of(TopicPartition partition) => writers[partition.Partition.Value % writers.Length];
        using var consumer = clients.Consumer(group)
            .SetPartitionsAssignedHandler((_, partitions) => partitions.ForEach(partition =>
                Of(partition).Assign(new PartitionFeed(partition, kafka.PartitionBufferKb * 1_024L))))
            .SetPartitionsRevokedHandler((_, partitions) => partitions.ForEach(partition => Of(partition.TopicPartition).Revoke(partition.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => partitions.ForEach(partition => Of(partition.TopicPartition).Revoke(partition.TopicPartition)))
            .Build();
        writers = [.. Enumerable.Range(0, options.Value.Writers).Select(_ => new PartitionWriter(reader, store, dead, consumer, options.Value.StoreBatch, log))];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Func<Task> endAsync = end.CancelAsync;
        var storing = Task.WhenAll(writers.Select(writer => Task.Run(() => WriteAsync(writer, endAsync, giveUp), CancellationToken.None)));
        try
        {
            consumer.Subscribe(topic);
            await Task.Factory.StartNew(() => Fetch(consumer, writers, Of, end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            foreach (var writer in writers)
                writer.Close();
            status.Report(topic, [], moved: true);
            await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            consumer.Close();
        }
        await storing;
    }

    // A writer that fails ends the whole consumer: its partitions must not stand still while the others go on.
    private static async Task WriteAsync(PartitionWriter writer, Func<Task> endAsync, CancellationToken giveUp)
    {
        try
        {
            await writer.RunAsync(giveUp);
        }
        finally
        {
            await endAsync();
        }
    }

    private void Fetch(IConsumer<string, byte[]> consumer, PartitionWriter[] writers, Func<TopicPartition, PartitionWriter> of, CancellationToken stopping)
    {
        var reported = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            if (Next(consumer) is { } message && of(message.TopicPartition) is var writer
                && writer.Feeds.FirstOrDefault(feed => feed.Partition == message.TopicPartition) is { } feed)
            {
                feed.Add(message);
                writer.Notice();
                if (feed.TooFull && !feed.Paused)
                {
                    consumer.Pause([feed.Partition]);
                    feed.Paused = true;
                    _paused++;
                }
            }
            if (_paused > 0)
                Resume(consumer, [.. writers.SelectMany(each => each.Feeds).Where(each => each.Paused)]);
            if (clock.GetElapsedTime(reported) < ReportEvery)
                continue;
            reported = clock.GetTimestamp();
            status.Tell(topic, null);
            Report(consumer, [.. writers.SelectMany(each => each.Feeds)]);
        }
    }

    private void Resume(IConsumer<string, byte[]> consumer, List<PartitionFeed> paused)
    {
        foreach (var feed in paused.Where(feed => feed.HasRoom))
        {
            consumer.Resume([feed.Partition]);
            feed.Paused = false;
        }
        _paused = paused.Count(feed => feed.Paused); // a revoked one is nobody's to resume
    }

    private ConsumeResult<string, byte[]>? Next(IConsumer<string, byte[]> consumer)
    {
        try
        {
            return consumer.Consume(Poll);
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            log.LogWarning("Kafka, {Topic}: {Problem}.", topic, passing.Error.Reason);
            return null;
        }
    }

    private void Report(IConsumer<string, byte[]> consumer, List<PartitionFeed> feeds)
    {
        var stored = feeds.Where(feed => feed.Next != Offset.Unset).Sum(feed => feed.Next);
        status.Report(topic, [.. feeds.Select(feed => new PartitionState(topic, feed.Partition.Partition, Behind(consumer, feed), feed.Paused))], stored != _storedBefore);
        _storedBefore = stored;
    }

    private static long Behind(IConsumer<string, byte[]> consumer, PartitionFeed feed) =>
        feed.Next != Offset.Unset && consumer.GetWatermarkOffsets(feed.Partition) is { High: { Value: > 0 and var high } } ? Math.Max(0, high - feed.Next) : 0;
}
