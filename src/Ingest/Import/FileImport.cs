using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Import;

/// <summary>Formats of files that can be imported.</summary>
public enum ImportFormat
{
    /// <summary>Apache's combined log.</summary>
    Apache,

    /// <summary>Tab-separated requests with a heading line.</summary>
    NasaTsv,

    /// <summary>One Segment message a line.</summary>
    Jsonl,

    /// <summary>The same, as Segment exports it.</summary>
    Segment,
}

/// <summary>How far an import has come: every line is one of accepted, refused or left out.</summary>
/// <param name="BytesRead">Of the file as it lies on disk.</param>
public sealed record ImportProgress(long Lines, long Accepted, IReadOnlyDictionary<DropReason, long> Refused, long LeftOut, long BytesRead);

/// <summary>
/// Imports a file through the same steps as any client. Message ids follow from the lines, so importing again, or going on
/// after an interruption, stores nothing twice.
/// </summary>
public sealed class FileImport(IngestPipeline pipeline, CookielessVisitor visitors, TimeProvider clock)
{
    private const int BatchSize = 1_000;

    /// <summary>Imports a file, gzipped or not.</summary>
    /// <param name="shiftTo">Moves the whole file by days, so that its first line falls on this date.</param>
    /// <param name="report">Told after each batch.</param>
    public async Task<ImportProgress> RunAsync(
        string path, ImportFormat format, ResolvedSource source, DateOnly? shiftTo, Action<ImportProgress> report, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text, Encoding.UTF8);
        var state = new State(format, source, shiftTo);
        var batch = new List<Incoming>(BatchSize);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            state.Lines++;
            if (line.Length == 0 || state.IsHeading(line))
                state.LeftOut++;
            else
                batch.Add(Read(line, state));
            if (batch.Count == BatchSize)
                await StoreAsync(batch, state, () => report(state.Progress(file.Position)), cancellation);
        }
        await StoreAsync(batch, state, () => report(state.Progress(file.Position)), cancellation);
        return state.Progress(file.Position);
    }

    private async Task StoreAsync(List<Incoming> batch, State state, Action report, CancellationToken cancellation)
    {
        while (batch.Count > 0)
        {
            var result = await pipeline.SubmitAsync(batch, state.Source, clock.GetUtcNow());
            if (result.Outcome == SubmissionOutcome.Stopping)
                throw new OperationCanceledException("The import was interrupted; run it again to go on.");
            if (result.Outcome == SubmissionOutcome.Busy)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation);
                continue;
            }
            state.Accepted += result.Accepted;
            foreach (var refusal in result.Refused)
                state.Refused[refusal.Reason] = state.Refused.GetValueOrDefault(refusal.Reason) + 1;
            batch.Clear();
        }
        report();
    }

    private Incoming Read(string line, State state)
    {
        if (state.Format is ImportFormat.Jsonl or ImportFormat.Segment)
            return ReadMessage(line, state);
        var payload = JsonSerializer.SerializeToElement(line);
        var request = state.Format == ImportFormat.Apache ? LogLine.ReadApache(line) : LogLine.ReadNasa(line);
        return request is null
            ? new Incoming(null, new Refusal(DropReason.Malformed, "The line is no request in this format."), payload)
            : new Incoming(ToEvent(request, line, state), null, payload);
    }

    private RawEvent ToEvent(LogLine request, string line, State state) => new(request.IsPage ? EventKind.Page : EventKind.Track)
    {
        MessageId = state.MessageId(line),
        Name = request.IsPage ? null : "file_requested",
        AnonymousId = visitors.IdForHost(state.Source.Tenant, request.Host),
        Timestamp = state.Shift(request.At),
        Properties = JsonSerializer.SerializeToElement(new { status = request.Status, method = request.Method, bytes = request.Bytes }),
        Context = new RawContext { PagePath = request.Path, Referrer = request.Referrer, UserAgent = request.UserAgent },
        Library = "import",
    };

    private static Incoming ReadMessage(string line, State state)
    {
        JsonElement message;
        try
        {
            message = JsonElement.Parse(line, new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException invalid)
        {
            return new Incoming(null, new Refusal(DropReason.Malformed, $"The line is not JSON: {invalid.Message}"), JsonSerializer.SerializeToElement(line));
        }
        if (StorableJson.Check(message, new IngestOptions()) is { } refusal)
            return new Incoming(null, refusal, message);
        var (read, refused) = SegmentReader.Read(message, default, null, new RawContext());
        // What was sent long ago was corrected long ago: the clock of sending means nothing here.
        return new Incoming(read is null ? null : read with { MessageId = read.MessageId ?? state.MessageId(line), SentAt = null }, refused, message);
    }

    private sealed class State(ImportFormat format, ResolvedSource source, DateOnly? shiftTo)
    {
        private readonly Dictionary<Guid, int> _seen = [];
        private TimeSpan? _shift = shiftTo is null ? TimeSpan.Zero : null;

        public ImportFormat Format => format;
        public ResolvedSource Source => source;
        public long Lines { get; set; }
        public long Accepted { get; set; }
        public long LeftOut { get; set; }
        public Dictionary<DropReason, long> Refused { get; } = [];

        public bool IsHeading(string line) => format == ImportFormat.NasaTsv && Lines == 1 && line.StartsWith("host\t", StringComparison.Ordinal);

        // The same line may rightly stand in a log twice: it is the first, the second… of its kind.
        public string MessageId(string line)
        {
            var content = DerivedId.Of("import", format.ToString(), line);
            var place = _seen[content] = _seen.GetValueOrDefault(content) + 1;
            return $"{content:N}-{place}";
        }

        public DateTimeOffset Shift(DateTimeOffset at)
        {
            _shift ??= TimeSpan.FromDays(shiftTo!.Value.DayNumber - DateOnly.FromDateTime(at.UtcDateTime).DayNumber);
            return at + _shift.Value;
        }

        public ImportProgress Progress(long bytes) => new(Lines, Accepted, Refused, LeftOut, bytes);
    }
}
