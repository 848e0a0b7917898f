using System.Text.Json;
using Platform.Contracts.History;
using Platform.Ingest.Enrichment;

namespace Platform.Ingest.Import;

/// <summary>What a record says: an event, or a figure of the past.</summary>
/// <param name="Message">The JSON that a dead letter of the event would keep instead of the record itself.</param>
internal readonly record struct Imported(RawEvent? Event, JsonElement? Message = null)
{
    /// <summary>The figure, with its id.</summary>
    public (string MessageId, HistoryImported Figures)? History { get; init; }
}

/// <summary>Reads the records of one format: usually one event each, none where a record says nothing to store.</summary>
internal abstract class ImportReader
{
    /// <summary>Whether the file is a table with headings, and not lines.</summary>
    public virtual bool Table => false;

    /// <summary>How the names of the files begin that count within an archive; null for all.</summary>
    public virtual string? Member => null;

    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public abstract IEnumerable<Imported> Read(ImportRecord record, ImportRun run);

    public static ImportReader For(ImportOrder order, CookielessVisitor visitors) => order.Format switch
    {
        ImportFormat.Apache => new LogReader(LogLine.ReadApache, visitors),
        ImportFormat.NasaTsv => new LogReader(LogLine.ReadNasa, visitors),
        ImportFormat.Jsonl or ImportFormat.Segment => new SegmentExport(),
        ImportFormat.PostHog => new PostHogExport(),
        ImportFormat.Umami => new UmamiExport(),
        ImportFormat.Ga4 => new Ga4Export(),
        ImportFormat.Plausible => new PlausibleExport(),
        ImportFormat.Csv => new CsvReader(order.Mapping ?? CsvMapping.ByName),
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.Format, "No such format."),
    };
}
