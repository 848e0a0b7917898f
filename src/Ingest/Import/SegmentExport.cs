using Platform.Ingest.Protocols.Segment;

namespace Platform.Ingest.Import;

/// <summary>Reads messages of the Segment HTTP API, one a line.</summary>
internal sealed class SegmentExport : ImportReader
{
    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        if (record.Text.Length == 0)
            return [];
        var message = run.Json(record);
        var (read, refused) = SegmentReader.Read(message, default, null, new RawContext());
        if (read is null)
            throw new FormatException(refused!.Message);
        // What was sent long ago was corrected long ago: the clock of sending means nothing here.
        return [new(read with { MessageId = read.MessageId ?? run.MessageId(record.Text), SentAt = null }, message)];
    }
}
