using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>Asks again and again how many events something has, and notes when the answer was there.</summary>
internal sealed class CounterWatch : IDisposable
{
    private readonly Func<Task<long>> _count;
    private readonly TimeSpan _interval;
    private readonly long _before;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Sighting> _sightings = [];
    private readonly Task _watching;

    private CounterWatch(Func<Task<long>> count, TimeSpan interval, long before)
    {
        (_count, _interval, _before) = (count, interval, before);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>How far the slowest projection of a host is.</summary>
    public static Task<CounterWatch> OfProjectionsAsync(HostProcess host, string tenant) => StartAsync(
        async () => (await host.AskAsync(tenant, "{ projections { sequence } }")).GetProperty("projections").EnumerateArray().Min(projection => projection.GetProperty("sequence").GetInt64()),
        TimeSpan.FromMilliseconds(100));

    /// <summary>Begins to watch; what is counted now is not counted again.</summary>
    public static async Task<CounterWatch> StartAsync(Func<Task<long>> count, TimeSpan interval) => new(count, interval, await count());

    /// <summary>From when each event was due until it was counted, milliseconds. Waits until all of them are.</summary>
    public async Task<IEnumerable<double>> DelaysAsync(Ledger ledger)
    {
        await HostProcess.UntilAsync(() => Task.FromResult(_watching.IsFaulted || Last() >= ledger.Events));
        await _stop.CancelAsync();
        await _watching;
        return Visibility.Delays(ledger.SentAt(), _sightings);
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var count = await _count();
            lock (_sightings)
                _sightings.Add(new Sighting(LoadGenerator.Now, count - _before));
            await Task.Delay(_interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private long Last()
    {
        lock (_sightings)
            return _sightings.Count == 0 ? 0 : _sightings[^1].Count;
    }
}
