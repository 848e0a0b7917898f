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

/// <summary>What the formats are called in commands, addresses and answers.</summary>
public static class ImportFormats
{
    /// <summary>The names with their formats.</summary>
    public static IReadOnlyDictionary<string, ImportFormat> ByName { get; } = new Dictionary<string, ImportFormat>
    {
        ["apache"] = ImportFormat.Apache, ["nasa-tsv"] = ImportFormat.NasaTsv, ["jsonl"] = ImportFormat.Jsonl, ["segment"] = ImportFormat.Segment,
        ["posthog"] = ImportFormat.PostHog, ["umami"] = ImportFormat.Umami, ["plausible"] = ImportFormat.Plausible, ["ga4"] = ImportFormat.Ga4, ["csv"] = ImportFormat.Csv,
    };

    /// <summary>A format's name.</summary>
    public static string Name(this ImportFormat format) => ByName.First(known => known.Value == format).Key;

    /// <summary>The format of the name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ImportFormat Parse(string name) =>
        ByName.TryGetValue(name, out var format) ? format : throw new FormatException($"The format '{name}' is not known; use {string.Join(", ", ByName.Keys)}.");
}
