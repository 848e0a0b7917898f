using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;

namespace Platform.Ingest.Kafka;

/// <summary>Messages of one assigned partition, in order, between the thread that fetches and the writer that stores.</summary>
internal sealed class PartitionFeed(TopicPartition partition, long mostBytes)
{
    private readonly ConcurrentQueue<ConsumeResult<string, byte[]>> _messages = new();
    private long _bytes;
    private long _next = Offset.Unset;
    private volatile bool _revoked;

    public TopicPartition Partition => partition;

    /// <summary>The offset after the last stored message; <see cref="Offset.Unset"/> until one was fetched.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Whether the brokers were asked to hold it back; only the fetching thread asks.</summary>
    public bool Paused { get; set; }

    public bool TooFull => Volatile.Read(ref _bytes) > mostBytes;

    public bool HasRoom => Volatile.Read(ref _bytes) <= mostBytes / 2;

    /// <summary>Another member of the group has it now: what waits here is that member's to store.</summary>
    public bool Revoked => _revoked;

    public void Add(ConsumeResult<string, byte[]> message)
    {
        if (Next == Offset.Unset)
            Volatile.Write(ref _next, message.Offset);
        Interlocked.Add(ref _bytes, Size(message));
        _messages.Enqueue(message);
    }

    public bool TryTake([NotNullWhen(true)] out ConsumeResult<string, byte[]>? message)
    {
        message = null;
        if (_revoked || !_messages.TryDequeue(out message))
            return false;
        Interlocked.Add(ref _bytes, -Size(message));
        return true;
    }

    public void StoredThrough(long offset) => Volatile.Write(ref _next, offset + 1);

    public void Revoke() => _revoked = true;

    private static int Size(ConsumeResult<string, byte[]> message) => 100 + (message.Message.Value?.Length ?? 0);
}
