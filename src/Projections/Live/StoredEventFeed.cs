using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Platform.Contracts.Ingestion;

namespace Platform.Projections.Live;

/// <summary>Every event as soon as it is stored, to whoever listens now. A listener that is too slow misses the oldest.</summary>
public sealed class StoredEventFeed
{
    private const int Waiting = 1_000;

    private readonly Lock _gate = new();
    private (string Tenant, Channel<StoredEvent> Channel)[] _listeners = [];

    /// <summary>Hands on events that were just stored.</summary>
    public void OnStored(EventsStored stored)
    {
        foreach (var (tenant, channel) in Volatile.Read(ref _listeners))
            foreach (var item in stored.Events)
                if (item.Tenant == tenant)
                    channel.Writer.TryWrite(item);
    }

    /// <summary>The tenant's events from now on.</summary>
    public async IAsyncEnumerable<StoredEvent> Listen(string tenant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var channel = Channel.CreateBounded<StoredEvent>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
            _listeners = [.. _listeners, (tenant, channel)];
        try
        {
            await foreach (var stored in channel.Reader.ReadAllAsync(cancellation))
                yield return stored;
        }
        finally
        {
            lock (_gate)
                _listeners = [.. _listeners.Where(listener => listener.Channel != channel)];
        }
    }
}
