using System.Globalization;
using System.Text.Json;
using Platform.Ingest.Protocols;

namespace Platform.Ingest.Import;

/// <summary>Reads Umami's table of events: type 1 is a page view, type 2 an action. Its session is a visitor of ours, its visit a session.</summary>
internal sealed class UmamiExport : ImportReader
{
    private static readonly string[] ClickIds = ["gclid", "fbclid", "msclkid", "ttclid", "li_fat_id", "twclid"];
    private static readonly string[] Campaign = ["source", "medium", "campaign", "term", "content"];

    public override bool Table => true;

    public override string? Member => "website_event";

    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        var row = record.Row;
        var type = Required(row, "event_type");
        if (type is not ("1" or "2"))
            throw new FormatException($"'event_type' is {type}; 1 is a page view and 2 an action, others are not known.");
        return
        [
            new(new RawEvent(type == "1" ? EventKind.Page : EventKind.Track)
            {
                MessageId = Required(row, "event_id"),
                Name = type == "1" ? null : Required(row, "event_name"),
                AnonymousId = Required(row, "session_id"),
                UserId = Field.Loose(row, "distinct_id"),
                SessionId = Field.Loose(row, "visit_id"),
                Timestamp = At(Required(row, "created_at")),
                Properties = new PropertyBag().Take("tag", row, "tag").Build(),
                Context = Context(row),
                Library = "umami",
            }),
        ];
    }

    private static string Required(JsonElement row, string column) =>
        Field.Loose(row, column) ?? throw new FormatException($"The column '{column}' is missing or empty.");

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new FormatException($"'created_at' is '{text}', which is no time such as 2026-01-31 12:00:00.");

    private static RawContext Context(JsonElement row)
    {
        var path = Field.Loose(row, "url_path");
        var query = string.Join('&', new[] { Field.Loose(row, "url_query") }
            .Concat(ClickIds.Where(id => Field.Loose(row, id) is not null).Select(id => id + "=1")).Where(part => part is not null));
        return new RawContext
        {
            PagePath = path,
            PageUrl = Field.Loose(row, "hostname") is { } host ? $"https://{host}{path}{(query.Length > 0 ? "?" : "")}{query}" : null,
            PageTitle = Field.Loose(row, "page_title"),
            Referrer = Field.Loose(row, "referrer_domain") is { } site ? $"https://{site}{Field.Loose(row, "referrer_path")}" : null,
            Campaign = Campaign.Select(name => (Name: name == "campaign" ? "name" : name, Value: Field.Loose(row, "utm_" + name)))
                .Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!),
            Language = Field.Loose(row, "language"),
            Screen = Field.Loose(row, "screen"),
            Country = Field.Loose(row, "country"),
            Region = Field.Loose(row, "region", "subdivision1"),
            City = Field.Loose(row, "city"),
            DeviceType = Field.Loose(row, "device") switch { "laptop" => "desktop", var device => device },
            Browser = Field.Loose(row, "browser"),
            OsName = Field.Loose(row, "os"),
        };
    }
}
