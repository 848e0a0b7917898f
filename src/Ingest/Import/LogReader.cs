using System.Text.Json;
using Platform.Ingest.Enrichment;

namespace Platform.Ingest.Import;

/// <summary>Reads a web server's log: pages as page views, what pages consist of as requests.</summary>
internal sealed class LogReader(Func<string, LogLine?> parse, CookielessVisitor visitors) : ImportReader
{
    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        if (record.Text.Length == 0 || (record.Place == "line 1" && record.Text.StartsWith("host\t", StringComparison.Ordinal)))
            return [];
        var request = parse(record.Text) ?? throw new FormatException("The line is no request in this format.");
        return
        [
            new(new RawEvent(request.IsPage ? EventKind.Page : EventKind.Track)
            {
                MessageId = run.MessageId(record.Text),
                Name = request.IsPage ? null : "file_requested",
                AnonymousId = visitors.IdForHost(run.Source.Tenant, request.Host),
                Timestamp = run.Shift(request.At),
                Properties = JsonSerializer.SerializeToElement(new { status = request.Status, method = request.Method, bytes = request.Bytes }),
                Context = new RawContext { PagePath = request.Path, Referrer = request.Referrer, UserAgent = request.UserAgent },
                Library = "import",
            }),
        ];
    }
}
