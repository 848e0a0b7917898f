using System.Collections.Concurrent;
using System.Threading.Channels;
using Platform.Contracts.Ingestion;

namespace Platform.Projections.Live;

/// <summary>
/// The last five minutes of every tenant, in memory: what happens now, by valid time, so that imported history does not
/// count as presence. Told of events right after their commit.
/// </summary>
public sealed class LiveWindow(TimeProvider clock)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, TenantWindow> _tenants = new();

    /// <summary>Takes in events that were just stored.</summary>
    public void OnStored(EventsStored stored)
    {
        var now = clock.GetUtcNow();
        foreach (var tenant in stored.Events.GroupBy(item => item.Tenant))
            Window(tenant.Key).Add(tenant, now);
    }

    /// <summary>The tenant's counters now.</summary>
    public LiveSnapshot Snapshot(string tenant) => Window(tenant).Snapshot(clock.GetUtcNow());

    /// <summary>The counters whenever they change, at most twenty times a second; the first ones at once. While time alone changes them, once a second.</summary>
    public async IAsyncEnumerable<LiveSnapshot> Watch(
        string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var window = Window(tenant);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watching = window.Watch(changed.Writer);
        while (true)
        {
            yield return window.Snapshot(clock.GetUtcNow());
            await Task.Delay(AtMostEvery, clock, cancellation);
            await WaitAsync(changed.Reader, window, cancellation);
            changed.Reader.TryRead(out _);
        }
    }

    private async Task WaitAsync(ChannelReader<bool> changed, TenantWindow window, CancellationToken cancellation)
    {
        using var second = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var news = changed.WaitToReadAsync(second.Token).AsTask();
        do
        {
            await Task.WhenAny(news, Task.Delay(TimeSpan.FromSeconds(1), clock, second.Token));
            cancellation.ThrowIfCancellationRequested();
        }
        while (!news.IsCompleted && window.IsEmpty(clock.GetUtcNow()));
        await second.CancelAsync();
    }

    private TenantWindow Window(string tenant) => _tenants.GetOrAdd(tenant, _ => new TenantWindow());
}
