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
    private readonly SemaphoreSlim _turn = new(1);
    private long _highWater;
    private long _position;
    private DateTimeOffset _currentAt;

    /// <summary>The last event that answers know in full: it is in the store, and so is what it tells of persons.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The last event that may be in it.</summary>
    public long HighWater => Volatile.Read(ref _highWater);

    /// <summary>When it last was current, UTC; it lags since then when <see cref="Position"/> is below <see cref="HighWater"/>.</summary>
    public DateTimeOffset CurrentAt => _currentAt;

    /// <summary>Nothing is written into the running edition until the hold is disposed of; readers notice nothing.</summary>
    internal async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Hold(_turn);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _currentAt = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(exploration.Editions.Current, stoppingToken);
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

    // Until another edition runs.
    private async Task FollowAsync(Edition edition, CancellationToken cancellation)
    {
        using var connection = exploration.Editions.Connect(edition);
        var intake = new Intake(_reader, new PageWriter(connection, options.Value));
        while (true)
        {
            TimeSpan wait;
            using (await HoldAsync(cancellation))
            {
                if (exploration.Editions.Current != edition)
                    return;
                wait = await AdvanceAsync(intake, cancellation);
            }
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellation);
        }
    }

    /// <returns>How long to wait before there may be more.</returns>
    private async Task<TimeSpan> AdvanceAsync(Intake intake, CancellationToken cancellation)
    {
        var (highWater, persons, generation) = await _reader.MarksAsync(cancellation);
        Volatile.Write(ref _highWater, highWater);
        await intake.LinkAsync(generation, long.MaxValue, cancellation);
        var position = intake.Position().Sequence;
        Volatile.Write(ref _position, Math.Min(position, persons));
        if (position >= highWater)
        {
            _currentAt = clock.GetUtcNow();
            return persons < highWater ? options.Value.MinimumInterval : Idle;
        }
        var started = Stopwatch.GetTimestamp();
        using var span = Instruments.Projecting.StartActivity("explore page");
        var (events, through) = await intake.TakeAsync(position, highWater, options.Value.PageSize, cancellation);
        Volatile.Write(ref _position, Math.Min(through, persons));
        PageTime.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        if (events.Count > 0)
            foreach (var listener in _listeners)
                listener.OnWritten(events);
        if (through < highWater)
            return TimeSpan.Zero;
        _currentAt = clock.GetUtcNow();
        return options.Value.MinimumInterval;
    }

    private sealed class Hold(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
