using System.Threading.Channels;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Kafka;

/// <summary>
/// Stores the messages of its partitions: what waits is gathered into one transaction, so that a transaction grows with the
/// backlog. Offsets move only after the commit; what is read twice is found in the table of message ids.
/// </summary>
internal sealed class PartitionWriter(
    IMessageReader reader, BatchStore store, DeadLetterTopic dead, IConsumer<string, byte[]> consumer, int mostEvents, ILogger log)
{
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly IncomingBatch _batch = new();
    private volatile PartitionFeed[] _feeds = [];
    private volatile bool _closed;
    private int _turn;

    public IReadOnlyList<PartitionFeed> Feeds => _feeds;

    /// <summary>Called by the fetching thread alone, as everything that changes the feeds.</summary>
    public void Assign(PartitionFeed feed) => _feeds = [.. _feeds, feed];

    public void Revoke(TopicPartition partition)
    {
        foreach (var feed in _feeds.Where(feed => feed.Partition == partition))
            feed.Revoke();
        _feeds = [.. _feeds.Where(feed => !feed.Revoked)];
    }

    public void Notice() => _news.Writer.TryWrite(true);

    /// <summary>Ends it after what is being stored now.</summary>
    public void Close()
    {
        _closed = true;
        _news.Writer.TryComplete();
    }

    public async Task RunAsync(CancellationToken giveUp)
    {
        while (await _news.Reader.WaitToReadAsync(CancellationToken.None))
        {
            _news.Reader.TryRead(out _);
            try
            {
                while (!_closed && await GatherAsync(giveUp))
                    if (!await StoreAsync(giveUp))
                        return;
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>Whether there is something to store.</returns>
    private async Task<bool> GatherAsync(CancellationToken giveUp)
    {
        _batch.Clear();
        var feeds = _feeds;
        _turn++;
        for (var i = 0; i < feeds.Length; i++)
        {
            var feed = feeds[(uint)(_turn + i) % feeds.Length];
            while (_batch.Count < mostEvents && feed.TryTake(out var message))
            {
                await reader.ReadAsync(message, _batch, giveUp);
                _batch.Messages.Add(message);
                _batch.Through[feed] = message.Offset;
            }
        }
        return _batch.Messages.Count > 0;
    }

    private async Task<bool> StoreAsync(CancellationToken giveUp)
    {
        using var span = Tracing.StartAppend(_batch.Messages.Select(message => message.Message));
        span?.SetTag("platform.events", _batch.Count);
        foreach (var (message, reason) in _batch.Unreadable)
            if (!await dead.KeepAsync(message, reason, giveUp))
                return false;
        if (_batch.Count > 0 && !await store.StoreAsync(new EventBatch([.. _batch.Events], [.. _batch.Refused]) { ByBroker = true, ByOthers = reader.ByOthers }, static _ => { }, giveUp)) // whoever sent it was answered when the brokers had it
            return false;
        foreach (var (feed, offset) in _batch.Through)
            Advance(feed, offset);
        return true;
    }

    private void Advance(PartitionFeed feed, long offset)
    {
        feed.StoredThrough(offset);
        if (feed.Revoked)
            return;
        try
        {
            consumer.StoreOffset(new TopicPartitionOffset(feed.Partition, offset + 1));
        }
        catch (KafkaException moved)
        {
            // The partition went to another member in this moment; it reads again what is stored already.
            log.LogDebug("The offset of {Partition} was not kept: {Problem}", feed.Partition, moved.Error.Reason);
        }
    }
}
