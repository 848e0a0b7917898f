using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Ingestion;

namespace Platform.Ingest.Storing;

/// <summary>Empties the queue's lanes into the store, a batch a transaction.</summary>
public sealed class StoreWriter(EventQueue queue, BatchStore store, IOptions<IngestOptions> options) : BackgroundService
{
    private const int MostLinks = 32;

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
        var stored = await store.StoreAsync(
            new EventBatch(
                [.. batch.Where(waiting => waiting.Accepted is not null).Select(waiting => waiting.Accepted!)],
                [.. batch.Where(waiting => waiting.Refused is not null).Select(waiting => waiting.Refused!)]),
            overruled => Tell(overruled, batch), _giveUp.Token);
        queue.Release(batch);
        foreach (var waiting in batch)
        {
            if (stored)
                waiting.Submission.PartCommitted();
            else
                waiting.Submission.Abandon();
        }
    }

    // By message id: the same message may wait twice, and neither sender may believe that it was stored.
    private static void Tell(OverruledEvent overruled, List<Waiting> batch)
    {
        var refused = overruled.Accepted;
        foreach (var waiting in batch)
            if (waiting.Accepted is { } accepted && accepted.Tenant == refused.Tenant && accepted.Event.Origin.MessageId == refused.Event.Origin.MessageId)
                waiting.Submission.PartOverruled(overruled);
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
}
