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

    /// <summary>PostHog's batch export of events: one JSON object a line.</summary>
    PostHog,

    /// <summary>Umami's table of events, <c>website_event.csv</c>, alone or in the archive of its export.</summary>
    Umami,

    /// <summary>Plausible's export: figures of days, one table of it or its whole archive.</summary>
    Plausible,

    /// <summary>Rows of the tables that Google Analytics 4 exports to BigQuery: one JSON object a line.</summary>
    Ga4,

    /// <summary>Any table with headings, its columns mapped by <see cref="CsvMapping"/>.</summary>
    Csv,
}
