using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;

namespace Platform.Projections.Exploration;

/// <summary>Told after a page of events can be asked for. Must be quick and must not throw.</summary>
public interface IEventsWrittenListener
{
    /// <summary>Called once per page.</summary>
    void OnWritten(IReadOnlyList<StoredEvent> events);
}

/// <summary>Keeps the exploration store current: reads what the event store has and the file has not, a page a transaction.</summary>
public sealed class ExplorationTailer(
    ExplorationStore exploration, IDocumentStore store, IEnumerable<IEventsWrittenListener> listeners, IOptions<ExplorationOptions> options,
    TimeProvider clock, ILogger<ExplorationTailer> log) : BackgroundService
{
    private static readonly Histogram<double> PageTime =
        Instruments.Projections.CreateHistogram<double>("platform.exploration.page.duration", "ms", "Time to write a page of events.");

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);

    private readonly IEventsWrittenListener[] _listeners = [.. listeners];
    private readonly EventReader _reader = new(store);
    private long _highWater;
    private long _position;
    private DateTimeOffset _currentAt;

    /// <summary>The last event that answers know in full: it is in the store, and so is what it tells of persons.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The last event that may be in it.</summary>
    public long HighWater => Volatile.Read(ref _highWater);

    /// <summary>When it last was current, UTC; it lags since then when <see cref="Position"/> is below <see cref="HighWater"/>.</summary>
    public DateTimeOffset CurrentAt => _currentAt;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var connection = exploration.Connect();
        var writer = new PageWriter(connection, options.Value);
        _currentAt = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var full = await AdvanceAsync(writer, stoppingToken);
                if (!full)
                    await Task.Delay(Position == HighWater ? Idle : options.Value.MinimumInterval, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning("The exploration store could not be brought up to date: {Problem}. Trying again.", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Whether the page was full, so that more is waiting.</returns>
    private async Task<bool> AdvanceAsync(PageWriter writer, CancellationToken cancellation)
    {
        var (position, links, generation) = writer.Position();
        var (highWater, persons, edition) = await _reader.MarksAsync(cancellation);
        Volatile.Write(ref _highWater, highWater);
        if (generation != edition)
            writer.WriteLinks(await _reader.LinksAsync(0, cancellation), edition);
        else if (await _reader.LinksAsync(links, cancellation) is { Count: > 0 } fresh)
            writer.WriteLinks(fresh);
        Volatile.Write(ref _position, Math.Min(position, persons));
        if (position >= highWater)
        {
            _currentAt = clock.GetUtcNow();
            return false;
        }
        var started = Stopwatch.GetTimestamp();
        using var span = Instruments.Projecting.StartActivity("explore page");
        var (events, forgotten, through) = await _reader.ReadAsync(position, highWater, options.Value.PageSize, cancellation);
        await WriteAsync(writer, events, forgotten, position, through, cancellation);
        Volatile.Write(ref _position, Math.Min(through, persons));
        PageTime.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (events.Count > 0)
            foreach (var listener in _listeners)
                listener.OnWritten(events);
        if (through < highWater)
            return true;
        _currentAt = clock.GetUtcNow();
        await Task.Delay(options.Value.MinimumInterval, clock, cancellation);
        return true;
    }

    // Who was joined with a forgotten person lost an event somewhere in its past: its sessions are made anew from what is left.
    private async Task WriteAsync(
        PageWriter writer, List<StoredEvent> events, List<(string Tenant, PersonForgotten Person)> forgotten, long position, long through, CancellationToken cancellation)
    {
        var gone = new List<(string, Guid)>();
        var again = new List<StoredEvent>();
        foreach (var (tenant, person) in forgotten)
        {
            gone.AddRange(person.Visitors.Concat(person.Others).Select(visitor => (tenant, visitor)));
            again.AddRange(await _reader.OfAsync(tenant, person.Others, position, cancellation));
        }
        writer.Write([.. again.DistinctBy(stored => stored.Sequence), .. events], through, gone);
    }
}
