using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Wolverine;

namespace Platform.Ingest.Storing;

/// <summary>
/// Empties the queue's lanes into the store, a batch a transaction. A batch is tried until it is committed or the host
/// stops: the table of message ids makes a repetition harmless, also after a commit whose answer was lost.
/// </summary>
public sealed class StoreWriter(
    EventQueue queue, IServiceScopeFactory scopes, IEnumerable<IEventsStoredListener> listeners,
    IOptions<IngestOptions> options, TimeProvider clock, ILogger<StoreWriter> log) : BackgroundService
{
    private static readonly Counter<long> Stored = Instruments.Ingest.CreateCounter<long>("platform.ingest.stored", "{event}", "Events stored.");
    private static readonly Counter<long> Duplicates =
        Instruments.Ingest.CreateCounter<long>("platform.ingest.duplicates", "{event}", "Events that were stored before.");
    private static readonly Histogram<int> BatchSize =
        Instruments.Ingest.CreateHistogram<int>("platform.ingest.batch.size", "{event}", "Events a transaction.");
    private static readonly Histogram<double> AppendTime =
        Instruments.Ingest.CreateHistogram<double>("platform.ingest.append.duration", "s", "Time to store a batch, retries included.");
    private static readonly Histogram<double> Latency =
        Instruments.Ingest.CreateHistogram<double>("platform.ingest.latency", "s", "From receipt of a batch's oldest event until it was committed and told to the live window.");

    private const int MostLinks = 32;

    private readonly IEventsStoredListener[] _listeners = [.. listeners];
    private readonly CancellationTokenSource _giveUp = new();

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(queue.Lanes.Select(lane => Task.Run(() => EmptyAsync(lane.Reader), CancellationToken.None)));

    /// <summary>Takes nothing more, stores what was taken, and gives up only when the host's own time for stopping is over.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        await using (cancellationToken.Register(_giveUp.Cancel))
        {
            if (ExecuteTask is { } emptying)
                await emptying;
        }
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _giveUp.Dispose();
        base.Dispose();
    }

    private async Task EmptyAsync(ChannelReader<Waiting> lane)
    {
        var batch = new List<Waiting>(options.Value.StoreBatch);
        while (await lane.WaitToReadAsync())
        {
            while (batch.Count < options.Value.StoreBatch && lane.TryRead(out var waiting))
                batch.Add(waiting);
            await StoreAsync(batch);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<Waiting> batch)
    {
        using var span = Span(batch);
        var started = Stopwatch.GetTimestamp();
        var stored = await StoreUntilDoneAsync(batch);
        AppendTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        queue.Release(batch.Count);
        if (!stored)
        {
            batch.ForEach(waiting => waiting.Submission.Abandon());
            return;
        }
        batch.ForEach(waiting => waiting.Submission.PartCommitted());
    }

    // A batch serves many requests: it continues the first one's trace and is linked to the others'.
    private static Activity? Span(List<Waiting> batch)
    {
        if (!Instruments.Collecting.HasListeners())
            return null;
        var callers = batch.Select(waiting => waiting.Submission.Span).Distinct().Take(MostLinks).ToList();
        var span = Instruments.Collecting.StartActivity("append", ActivityKind.Internal, callers[0], links: callers.Skip(1).Select(caller => new ActivityLink(caller)));
        return span?.SetTag("platform.events", batch.Count);
    }

    private async Task<bool> StoreUntilDoneAsync(List<Waiting> batch)
    {
        for (var attempt = 0; !_giveUp.IsCancellationRequested; attempt++)
        {
            try
            {
                Tell(await InvokeAsync(batch), batch.Count);
                return true;
            }
            catch (Exception failure) when (!_giveUp.IsCancellationRequested && Transient.Is(failure))
            {
                log.LogWarning("The store did not take a batch of {Events} events: {Problem}. Trying again.", batch.Count, failure.Message);
                await PauseAsync(attempt);
            }
            catch (Exception failure) when (!_giveUp.IsCancellationRequested)
            {
                await DivideAsync(batch, failure);
                return true;
            }
        }
        return false;
    }

    private async Task<EventsStored> InvokeAsync(List<Waiting> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        var message = new EventBatch(
            [.. batch.Where(waiting => waiting.Accepted is not null).Select(waiting => waiting.Accepted!)],
            [.. batch.Where(waiting => waiting.Refused is not null).Select(waiting => waiting.Refused!)]);
        return await bus.InvokeAsync<EventsStored>(message, _giveUp.Token);
    }

    // A batch that fails by its content is halved until the culprit stands alone; it becomes a dead letter, its neighbours are stored.
    private async Task DivideAsync(List<Waiting> batch, Exception failure)
    {
        if (batch.Count == 1)
        {
            log.LogError(failure, "An event cannot be stored and becomes a dead letter.");
            if (batch[0].Accepted is { } poison)
                await StoreUntilDoneAsync([batch[0] with { Accepted = null, Refused = Poison.Letter(poison, failure, clock) }]);
            return;
        }
        var half = batch.Count / 2;
        await StoreUntilDoneAsync(batch[..half]);
        await StoreUntilDoneAsync(batch[half..]);
    }

    private void Tell(EventsStored stored, int size)
    {
        Stored.Add(stored.Events.Count);
        Duplicates.Add(stored.Duplicates);
        BatchSize.Record(size);
        foreach (var listener in _listeners)
            listener.OnStored(stored);
        if (stored.Events.Count > 0)
            Latency.Record((clock.GetUtcNow() - stored.Events.Min(item => item.Event.Origin.ReceivedAt)).TotalSeconds);
    }

    private async Task PauseAsync(int attempt)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 25 << Math.Min(attempt, 6))), clock, _giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the loop's condition ends the attempts.
        }
    }
}
