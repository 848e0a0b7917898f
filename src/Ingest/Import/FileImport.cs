using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts.History;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Import;

/// <summary>
/// Imports a file through the same steps as any client. Message ids follow from the content, so importing again, or going on after an
/// interruption, stores nothing twice; after every batch it is noted how far the import has come.
/// </summary>
public sealed class FileImport(IngestPipeline pipeline, CookielessVisitor visitors, HistoryStore past, ImportLog log, IOptions<IngestOptions> options, TimeProvider clock)
{
    private const int BatchSize = 1_000;
    private const int SkippedAtOnce = 50_000;

    /// <summary>Imports a file, plain, gzipped or in a zip archive; goes on where an earlier attempt stopped.</summary>
    /// <param name="report">Told after each batch.</param>
    /// <param name="pause">Ends the import after the batch at hand, as <c>pauseImport</c> does.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not what the format says.</exception>
    public async Task<ImportProgress> RunAsync(ImportOrder order, Action<ImportProgress> report, CancellationToken pause)
    {
        var id = await order.IdAsync(pause);
        var known = await log.FindAsync(order.Source.Tenant, id, pause) ?? Checkpoint.Begin(clock.GetUtcNow());
        if (known.Completed)
            return Progress(known) with { End = ImportEnd.CompletedBefore };
        // Written before the first batch: the ids of dead letters hang on the start, also when the first batch's checkpoint is never reached.
        known = known with { Problem = null };
        await log.WriteAsync(order, id, known);
        if (!order.Uploaded)
            await log.PauseAsync(order.Source.Tenant, id, paused: false);
        try
        {
            return Progress(await ReadAsync(order, id, known, report, pause)) with { End = ImportEnd.Completed };
        }
        catch (OperationCanceledException)
        {
            if (!order.Uploaded)
                await log.PauseAsync(order.Source.Tenant, id, paused: true);
            return Progress(await log.FindAsync(order.Source.Tenant, id, CancellationToken.None) ?? known) with { End = ImportEnd.Paused };
        }
        catch (InvalidDataException damaged)
        {
            known = await log.FindAsync(order.Source.Tenant, id, CancellationToken.None) ?? known;
            await log.WriteAsync(order, id, known with { Problem = damaged.Message });
            throw;
        }
    }

    private async Task<Checkpoint> ReadAsync(ImportOrder order, Guid id, Checkpoint known, Action<ImportProgress> report, CancellationToken pause)
    {
        var format = ImportReader.For(order, visitors);
        var run = new ImportRun(id, order, known.StartedAt, options.Value);
        using var file = new ImportFile(order.Path, format.Table, format.Member);
        var (lines, leftOut, batch) = (0L, 0L, new Batch([], []));
        await foreach (var record in file.ReadAsync(pause))
        {
            lines++;
            var read = Read(record, format, run);
            if (lines <= known.Lines)
            {
                if (lines % SkippedAtOnce == 0)
                    await GoesOnAsync(order, id, known, pause);
                continue;
            }
            if (read.Size == 0)
                leftOut++;
            batch.Events.AddRange(read.Events);
            batch.Past.AddRange(read.Past);
            if (batch.Size >= BatchSize)
            {
                if (known.Lines == 0)
                    Check(batch, order);
                known = await StoreAsync(batch, order, known with { Lines = lines, LeftOut = known.LeftOut + leftOut, BytesRead = file.Position });
                leftOut = 0;
                report(Progress(known));
                await GoesOnAsync(order, id, known, pause);
            }
        }
        known = await StoreAsync(batch, order, known with { Lines = lines, LeftOut = known.LeftOut + leftOut, BytesRead = file.Position, Completed = true });
        await log.WriteAsync(order, id, known);
        report(Progress(known));
        return known;
    }

    // A file of another kind would become as many dead letters as it has lines.
    private static void Check(Batch first, ImportOrder order)
    {
        if (first.Past.Count == 0 && first.Events.TrueForAll(incoming => incoming.Event is null))
            throw new InvalidDataException($"None of its first {first.Size} lines can be read as {order.Format.Name()}: {first.Events[0].Refused!.Message} Choose another format.");
    }

    private async Task GoesOnAsync(ImportOrder order, Guid id, Checkpoint reached, CancellationToken pause)
    {
        if (await log.WriteAsync(order, id, reached))
            throw new OperationCanceledException("Somebody paused the import.");
        pause.ThrowIfCancellationRequested();
    }

    private static ImportProgress Progress(Checkpoint known) => new(known.Lines, known.Accepted, known.Refused, known.LeftOut, known.BytesRead);

    private async Task<Checkpoint> StoreAsync(Batch batch, ImportOrder order, Checkpoint reached)
    {
        var refused = reached.Refused.ToDictionary();
        var accepted = batch.Past.Count;
        if (batch.Past.Count > 0)
            await past.AppendAsync(order.Source.Tenant, batch.Past);
        batch.Past.Clear();
        while (batch.Events.Count > 0)
        {
            var result = await pipeline.SubmitAsync(batch.Events, order.Source, clock.GetUtcNow());
            if (result.Outcome == SubmissionOutcome.Stopping)
                throw new OperationCanceledException("The import was interrupted; run it again to go on.");
            if (result.Outcome == SubmissionOutcome.Busy)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
                continue;
            }
            accepted += result.Accepted;
            foreach (var refusal in result.Refused)
                refused[refusal.Reason] = refused.GetValueOrDefault(refusal.Reason) + 1;
            batch.Events.Clear();
        }
        return reached with { Accepted = reached.Accepted + accepted, Refused = refused };
    }

    private static Batch Read(ImportRecord record, ImportReader format, ImportRun run)
    {
        var payload = record.Row.ValueKind == JsonValueKind.Object ? record.Row : JsonSerializer.SerializeToElement(record.Text);
        Incoming Placed(Incoming incoming, int part) => incoming with { Place = record.Place, LetterId = run.LetterId(record, part) };
        try
        {
            if (record.Problem is { } problem)
                throw new FormatException(problem);
            var read = format.Read(record, run).ToList();
            return new Batch(
                [.. read.Where(one => one.Event is not null).Select((one, part) => Placed(new Incoming(one.Event, null, one.Message ?? payload), part))],
                [.. read.Where(one => one.History is not null).Select(one => one.History!.Value)]);
        }
        catch (FormatException unreadable)
        {
            return new Batch([Placed(new Incoming(null, new Refusal(DropReason.Malformed, unreadable.Message), payload), 0)], []);
        }
    }

    private sealed record Batch(List<Incoming> Events, List<(string MessageId, HistoryImported Figures)> Past)
    {
        public int Size => Events.Count + Past.Count;
    }
}
