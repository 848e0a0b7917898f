using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Wolverine;

namespace Platform.Ingest.Storing;

/// <summary>
/// Stores a batch, whatever it takes: what fails for a reason that passes is tried until it is committed or the host stops
/// (the table of message ids makes a repetition harmless, also after a commit whose answer was lost); what fails by its
/// content is halved until the culprit stands alone and becomes a dead letter.
/// </summary>
public sealed class BatchStore(
    IServiceScopeFactory scopes, EventListeners listeners, StoreStatus status, IOptions<IngestOptions> options, TimeProvider clock, ILogger<BatchStore> log)
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

    /// <summary>Stores the batch in one transaction, or in several where a part of it is refused by the store.</summary>
    /// <param name="overruled">Told of each event that the transaction refused.</param>
    /// <param name="giveUp">Ends the attempts; what was not committed until then is not.</param>
    /// <returns>Whether all of it is committed.</returns>
    public async Task<bool> StoreAsync(EventBatch batch, Action<OverruledEvent> overruled, CancellationToken giveUp)
    {
        var started = Stopwatch.GetTimestamp();
        var stored = await StoreUntilDoneAsync(batch, overruled, giveUp);
        AppendTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return stored;
    }

    private async Task<bool> StoreUntilDoneAsync(EventBatch batch, Action<OverruledEvent> overruled, CancellationToken giveUp)
    {
        for (var attempt = 0; !giveUp.IsCancellationRequested; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                Tell(await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<EventsStored>(batch, giveUp), batch.Events.Count, overruled);
                status.Answered();
                return true;
            }
            catch (Exception failure) when (!giveUp.IsCancellationRequested && Transient.Is(failure))
            {
                status.Refused(failure);
                log.LogWarning("The store did not take a batch of {Events} events: {Problem}. Trying again.", batch.Events.Count, failure.Message);
                await PauseAsync(attempt, giveUp);
            }
            catch (Exception failure) when (!giveUp.IsCancellationRequested)
            {
                status.Answered();
                return await DivideAsync(batch, failure, overruled, giveUp);
            }
            catch (Exception) when (giveUp.IsCancellationRequested)
            {
                return false;
            }
        }
        return false;
    }

    private async Task<bool> DivideAsync(EventBatch batch, Exception failure, Action<OverruledEvent> overruled, CancellationToken giveUp)
    {
        if (batch is { Events: [var poison], Refused: [] })
        {
            log.LogError(failure, "An event cannot be stored and becomes a dead letter.");
            return await StoreUntilDoneAsync(batch with { Events = [], Refused = [Letters.OfPoison(poison, failure, options.Value, Letters.IdOf(poison, batch, clock))] }, overruled, giveUp);
        }
        if (batch is { Events: [], Refused.Count: < 2 })
        {
            log.LogError(failure, "A dead letter cannot be stored and is lost.");
            return true;
        }
        var (first, second) = Halves(batch);
        return await StoreUntilDoneAsync(first, overruled, giveUp) && await StoreUntilDoneAsync(second, overruled, giveUp);
    }

    private static (EventBatch First, EventBatch Second) Halves(EventBatch batch)
    {
        var (events, refused) = (batch.Events, batch.Refused);
        if (events.Count > 0 && refused.Count > 0)
            return (batch with { Refused = [] }, batch with { Events = [] });
        return (
            batch with { Events = [.. events.Take(events.Count / 2)], Refused = [.. refused.Take(refused.Count / 2)] },
            batch with { Events = [.. events.Skip(events.Count / 2)], Refused = [.. refused.Skip(refused.Count / 2)] });
    }

    private void Tell(EventsStored stored, int size, Action<OverruledEvent> overruled)
    {
        foreach (var refused in stored.Overruled)
            overruled(refused);
        Stored.Add(stored.Events.Count);
        Duplicates.Add(stored.Duplicates);
        BatchSize.Record(size);
        listeners.Tell(stored);
        if (stored.Events.Count > 0)
            Latency.Record((clock.GetUtcNow() - stored.Events.Min(item => item.Event.Origin.ReceivedAt)).TotalSeconds);
    }

    private async Task PauseAsync(int attempt, CancellationToken giveUp) =>
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 25 << Math.Min(attempt, 6))), clock, giveUp)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
