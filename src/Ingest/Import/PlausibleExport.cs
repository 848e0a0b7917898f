using System.Globalization;
using Platform.Contracts.History;
using Platform.Ingest.Protocols;

namespace Platform.Ingest.Import;

/// <summary>
/// Reads the tables of Plausible's export, one alone or all in its archive. They are figures of days, not events: which table it is
/// the headings tell.
/// </summary>
internal sealed class PlausibleExport : ImportReader
{
    private static readonly HashSet<string> Figures =
    [
        "visitors", "visits", "pageviews", "bounces", "visit_duration", "entrances", "exits", "events", "active_visitors", "time_on_page",
        "total_time_on_page", "total_time_on_page_visits", "total_scroll_depth", "total_scroll_depth_visits",
    ];

    // The first heading that a table has names it; the day as a whole has none of them.
    private static readonly (string Heading, string Kind)[] Kinds =
    [
        ("page", "pages"), ("entry_page", "entry_pages"), ("exit_page", "exit_pages"), ("source", "sources"), ("country", "locations"), ("device", "devices"),
        ("browser", "browsers"), ("operating_system", "operating_systems"), ("name", "custom_events"),
    ];

    public override bool Table => true;

    public override string? Member => "imported_";

    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        if (!record.Headings.Contains("date") || !record.Headings.Contains("visitors"))
            throw new FormatException("The table has no columns 'date' and 'visitors'; it is none of Plausible's export.");
        if (!DateOnly.TryParseExact(Field.Loose(record.Row, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new FormatException("'date' must be a day such as 2024-01-31.");
        var kind = Array.Find(Kinds, one => record.Headings.Contains(one.Heading)).Kind ?? "visitors";
        var figures = new Dictionary<string, long>();
        foreach (var name in record.Headings.Where(Figures.Contains))
            if (Field.Loose(record.Row, name) is { } text)
                figures[name] = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure)
                    ? figure
                    : throw new FormatException($"'{name}' is '{text}'; it must be a whole number.");
        var values = record.Row.EnumerateObject().Where(column => column.Name != "date" && !Figures.Contains(column.Name))
            .ToDictionary(column => column.Name, column => column.Value.GetString()!);
        return [new Imported(null) { History = (run.MessageId($"{kind}\n{record.Text}"), new HistoryImported("plausible", day, kind, values, figures)) }];
    }
}
