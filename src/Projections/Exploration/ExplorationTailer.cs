using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

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
        var (position, links) = writer.Position();
        var (highWater, persons) = await _reader.MarksAsync(cancellation);
        Volatile.Write(ref _highWater, highWater);
        if (await _reader.LinksAsync(links, cancellation) is { Count: > 0 } fresh)
            writer.WriteLinks(fresh);
        Volatile.Write(ref _position, Math.Min(position, persons));
        if (position >= highWater)
        {
            _currentAt = clock.GetUtcNow();
            return false;
        }
        var started = Stopwatch.GetTimestamp();
        using var span = Instruments.Projecting.StartActivity("explore page");
        var (events, through) = await _reader.ReadAsync(position, highWater, options.Value.PageSize, cancellation);
        writer.Write(events, through);
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
}
