using System.Threading.Channels;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Projections.Live;

/// <summary>A ring of seconds of one tenant. What leaves the ring is subtracted, so memory and time stay bounded by what is in it.</summary>
internal sealed class TenantWindow
{
    public const int Seconds = 300;
    private const int Top = 10;
    private const int SetBack = 2; // seconds: what lies further ahead was counted before the clock was set back
    private const int LatencySamples = 4_096;
    private static readonly TimeSpan LatencyWindow = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Bucket?[] _ring = new Bucket?[Seconds];
    private readonly ValueCounts _visitors = new();
    private readonly ValueCounts _pages = new();
    private readonly ValueCounts _events = new();
    private readonly ValueCounts _referrers = new();
    private readonly ValueCounts _countries = new();
    private readonly Queue<(DateTimeOffset At, double Milliseconds)> _latencies = new();
    private ChannelWriter<bool>[] _watchers = [];

    public void Add(IEnumerable<StoredEvent> stored, DateTimeOffset now)
    {
        lock (_gate)
        {
            Expire(now);
            foreach (var item in stored)
            {
                _latencies.Enqueue((now, Math.Max(0, (now - item.Event.Origin.ReceivedAt).TotalMilliseconds)));
                var second = item.Event.Origin.OccurredAt.ToUnixTimeSeconds();
                if (second > now.ToUnixTimeSeconds() - Seconds && second <= now.ToUnixTimeSeconds())
                    Count(second, item.Event);
            }
            while (_latencies.Count > LatencySamples)
                _latencies.Dequeue();
        }
        foreach (var watcher in Volatile.Read(ref _watchers))
            watcher.TryWrite(true);
    }

    public bool IsEmpty(DateTimeOffset now)
    {
        lock (_gate)
        {
            Expire(now);
            return _events.Distinct == 0;
        }
    }

    public LiveSnapshot Snapshot(DateTimeOffset now)
    {
        lock (_gate)
        {
            Expire(now);
            var current = now.ToUnixTimeSeconds();
            var perSecond = Enumerable.Range(0, 60).Select(i => At(current - 59 + i)?.Events.Count ?? 0).ToArray();
            var latencies = _latencies.Select(sample => sample.Milliseconds).Order().ToArray();
            return new LiveSnapshot(
                now, _visitors.Distinct, perSecond[49..59].Sum() / 10.0, perSecond.Sum(), perSecond,
                _pages.Best(Top), _events.Best(Top), _referrers.Best(Top), _countries.Best(Top),
                Percentile(latencies, 0.5), Percentile(latencies, 0.99));
        }
    }

    public IDisposable Watch(ChannelWriter<bool> watcher)
    {
        lock (_gate)
            _watchers = [.. _watchers, watcher];
        return new Watching(this, watcher);
    }

    private void Count(long second, IVisitorEvent happened)
    {
        ref var bucket = ref _ring[second % Seconds];
        if (bucket is null || bucket.Second != second)
            bucket = new Bucket(second);
        bucket.Events.Add(new Counted(
            _visitors.Add(happened.Origin.VisitorId), _events.Add(happened.Name),
            _pages.Add(happened is PageViewed or ScreenViewed ? happened.Context.Page?.Path : null),
            _referrers.Add(happened.Context.ReferrerHost), _countries.Add(happened.Context.Country)));
    }

    private void Expire(DateTimeOffset now)
    {
        var (oldest, newest) = (now.ToUnixTimeSeconds() - Seconds, now.ToUnixTimeSeconds() + SetBack);
        for (var i = 0; i < Seconds; i++)
            if (_ring[i] is { } bucket && (bucket.Second <= oldest || bucket.Second > newest))
            {
                bucket.Events.ForEach(Remove);
                _ring[i] = null;
            }
        while (_latencies.TryPeek(out var sample) && (now - sample.At).Duration() > LatencyWindow)
            _latencies.Dequeue();
    }

    private void Remove(Counted counted)
    {
        _visitors.Remove(counted.Visitor);
        _events.Remove(counted.Event);
        _pages.Remove(counted.Page);
        _referrers.Remove(counted.Referrer);
        _countries.Remove(counted.Country);
    }

    private Bucket? At(long second) => _ring[second % Seconds] is { } bucket && bucket.Second == second ? bucket : null;

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private sealed record Bucket(long Second)
    {
        public List<Counted> Events { get; } = [];
    }

    // The slots of an event's values: 20 bytes instead of the event.
    private readonly record struct Counted(int Visitor, int Event, int Page, int Referrer, int Country);

    private sealed class Watching(TenantWindow window, ChannelWriter<bool> watcher) : IDisposable
    {
        public void Dispose()
        {
            lock (window._gate)
                window._watchers = [.. window._watchers.Where(other => other != watcher)];
        }
    }
}
