using System.Text.Json;
using Marten;
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
public sealed class FileImport(IngestPipeline pipeline, CookielessVisitor visitors, HistoryStore past, IDocumentStore store, IOptions<IngestOptions> options, TimeProvider clock)
{
    private const int BatchSize = 1_000;

    /// <summary>Imports a file, plain, gzipped or in a zip archive; goes on where an earlier attempt stopped.</summary>
    /// <param name="report">Told after each batch.</param>
    /// <param name="pause">Ends the import after the batch at hand.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or not what the format says.</exception>
    public async Task<ImportProgress> RunAsync(ImportOrder order, Action<ImportProgress> report, CancellationToken pause)
    {
        var id = await order.IdAsync(pause);
        var known = await Checkpoint.FindAsync(store, order.Source.Tenant, id, pause) ?? await BeginAsync(order, id);
        if (known.Completed)
            return new ImportProgress(known.Lines, known.Accepted, known.Refused, known.LeftOut, 0) { End = ImportEnd.CompletedBefore };
        var format = ImportReader.For(order, visitors);
        var run = new ImportRun(id, order, known.StartedAt, options.Value);
        using var file = new ImportFile(order.Path, format.Table, format.Member);
        var (lines, leftOut, batch) = (0L, 0L, new Batch([], []));
        try
        {
            await foreach (var record in file.ReadAsync(pause))
            {
                lines++;
                var read = Read(record, format, run);
                if (lines <= known.Lines)
                    continue;
                if (read.Size == 0)
                    leftOut++;
                batch.Events.AddRange(read.Events);
                batch.Past.AddRange(read.Past);
                if (batch.Size >= BatchSize)
                {
                    known = await StoreAsync(batch, order, id, known with { Lines = lines, LeftOut = known.LeftOut + leftOut });
                    leftOut = 0;
                    report(Progress(known, file));
                    pause.ThrowIfCancellationRequested();
                }
            }
            known = await StoreAsync(batch, order, id, known with { Lines = lines, LeftOut = known.LeftOut + leftOut, Completed = true });
        }
        catch (OperationCanceledException) when (pause.IsCancellationRequested)
        {
            return Progress(known, file) with { End = ImportEnd.Paused };
        }
        report(Progress(known, file));
        return Progress(known, file) with { End = ImportEnd.Completed };
    }

    // Written before the first batch: the ids of dead letters hang on the start, also when the first batch's checkpoint is never reached.
    private async Task<Checkpoint> BeginAsync(ImportOrder order, Guid id)
    {
        var begun = new Checkpoint(clock.GetUtcNow(), false, 0, 0, 0, new Dictionary<DropReason, long>());
        await begun.WriteAsync(store, order.Source.Tenant, id, Path.GetFileName(order.Path), begun.StartedAt);
        return begun;
    }

    private static ImportProgress Progress(Checkpoint known, ImportFile file) => new(known.Lines, known.Accepted, known.Refused, known.LeftOut, file.Position);

    private async Task<Checkpoint> StoreAsync(Batch batch, ImportOrder order, Guid id, Checkpoint reached)
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
        var checkpoint = reached with { Accepted = reached.Accepted + accepted, Refused = refused };
        await checkpoint.WriteAsync(store, order.Source.Tenant, id, Path.GetFileName(order.Path), clock.GetUtcNow());
        return checkpoint;
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
