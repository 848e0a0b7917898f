using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>Looks again and again how far the slowest projection is.</summary>
internal sealed class ProjectionWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly HostProcess _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Sighting> _sightings = [];
    private readonly long _before;
    private readonly Task _watching;

    private ProjectionWatch(HostProcess host, long before)
    {
        (_host, _before) = (host, before);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Begins to watch; everything stored so far must have been projected.</summary>
    public static async Task<ProjectionWatch> StartAsync(HostProcess host) => new(host, await SlowestAsync(host));

    /// <summary>Ends once so many events of after the start are in every projection.</summary>
    public async Task CaughtUpAsync(long events)
    {
        await HostProcess.UntilAsync(() => Task.FromResult(_watching.IsFaulted || Last() >= events));
        await _stop.CancelAsync();
        await _watching;
    }

    /// <summary>From when an event was due until every projection had it, milliseconds.</summary>
    public IEnumerable<double> Delays(Ledger ledger) => Visibility.Delays(ledger.SentAt(), _sightings);

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var slowest = await SlowestAsync(_host);
            lock (_sightings)
                _sightings.Add(new Sighting(LoadGenerator.Now, slowest - _before));
            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private long Last()
    {
        lock (_sightings)
            return _sightings.Count == 0 ? 0 : _sightings[^1].Count;
    }

    private static async Task<long> SlowestAsync(HostProcess host) =>
        (await host.AskAsync("bench", "{ projections { sequence } }")).GetProperty("projections").EnumerateArray().Min(projection => projection.GetProperty("sequence").GetInt64());
}
