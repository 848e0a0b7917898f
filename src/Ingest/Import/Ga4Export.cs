using System.Globalization;
using System.Text.Json;
using Platform.Contracts;
using Platform.Ingest.Protocols;
using Platform.Ingest.Protocols.Ga4;

namespace Platform.Ingest.Import;

/// <summary>Reads rows of the tables that Google Analytics 4 exports to BigQuery, in JSON as BigQuery writes it.</summary>
internal sealed class Ga4Export : ImportReader
{
    // The export has no id of an event; together these name one.
    private static readonly string[] Identity =
        ["stream_id", "user_pseudo_id", "event_name", "event_timestamp", "event_bundle_sequence_id", "batch_page_id", "batch_ordering_id", "batch_event_index"];

    private static readonly string[] ValueKinds = ["string_value", "int_value", "double_value", "float_value"];

    private static readonly Lazy<Dictionary<string, string>> Countries = new(() => CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(culture => new RegionInfo(culture.Name)).Where(region => region.TwoLetterISORegionName is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        .DistinctBy(region => region.EnglishName).ToDictionary(region => region.EnglishName, region => region.TwoLetterISORegionName));

    public override IEnumerable<Imported> Read(ImportRecord record, ImportRun run)
    {
        if (record.Text.Length == 0)
            yield break;
        var row = run.Json(record);
        var (client, user) = (Field.Id(row, "user_pseudo_id"), Field.Id(row, "user_id"));
        if ((client ?? user) is null)
            throw new FormatException("'user_pseudo_id' and 'user_id' are missing: who did it.");
        var parameters = Values(row, "event_params");
        var basis = new RawEvent(EventKind.Identify)
        {
            MessageId = run.MessageId(string.Join('\n', Identity.Select(name => Field.Loose(row, name)))),
            AnonymousId = client,
            UserId = user,
            Timestamp = Field.Epoch(row, "event_timestamp") ?? throw new FormatException("'event_timestamp' is missing: when it happened."),
            Context = Context(row),
            Library = "ga4",
        };
        var happened = Ga4Protocol.Happened(basis, new PropertyBag().Take("name", row, "event_name").Set("params", parameters.Without(member => member.Key == "ga_session_id").Build()).Build());
        yield return new Imported(happened with
        {
            Context = happened.Context with { Language = happened.Context.Language ?? basis.Context.Language },
            SessionId = Field.Loose(Values(row, "event_params").Build(), "ga_session_id"),
            Properties = PropertyBag.Of(happened.Properties).Take("items", row, "items").Take("revenue", Field.Object(row, "ecommerce"), "purchase_revenue")
                .Take("transaction_id", Field.Object(row, "ecommerce"), "transaction_id").Build(),
        }, row);
        var traits = Values(row, "user_properties").Build();
        // Every row repeats what is known of the user: it is told once.
        if (traits.EnumerateObject().Any())
            yield return new Imported(
                basis with { Properties = traits, MessageId = DerivedId.Of("import", "ga4-user", $"{client}\n{user}\n{traits.GetRawText()}").ToString("N") }, row);
    }

    private static RawContext Context(JsonElement row)
    {
        var (device, place, campaign) = (Field.Object(row, "device"), Field.Object(row, "geo"), Field.Object(row, "collected_traffic_source"));
        var web = Field.Object(device, "web_info");
        return new RawContext
        {
            Campaign = new[] { ("source", "manual_source"), ("medium", "manual_medium"), ("name", "manual_campaign_name"), ("term", "manual_term"), ("content", "manual_content") }
                .Select(pair => (Name: pair.Item1, Value: Field.Loose(campaign, pair.Item2))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!),
            Country = Field.Loose(place, "country") is { } country ? Countries.Value.GetValueOrDefault(country, country) : null,
            Region = Field.Loose(place, "region"),
            City = Field.Loose(place, "city"),
            Language = Field.Loose(device, "language"),
            DeviceType = Field.Loose(device, "category"),
            OsName = Field.Loose(device, "operating_system"),
            OsVersion = Field.Loose(device, "operating_system_version"),
            Browser = Field.Loose(web, "browser") ?? Field.Loose(device, "browser"),
        };
    }

    /// <summary>Keys and values of a repeated record; BigQuery writes whole numbers as text.</summary>
    private static PropertyBag Values(JsonElement row, string name)
    {
        var values = new PropertyBag();
        if (row.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.Array)
            foreach (var item in given.EnumerateArray())
                if (Field.Loose(item, "key") is { } key && ValueKinds.FirstOrDefault(kind => Field.Loose(Field.Object(item, "value"), kind) is not null) is { } kind)
                {
                    var text = Field.Loose(Field.Object(item, "value"), kind);
                    _ = kind == "string_value" ? values.Set(key, text) : values.Number(key, text);
                }
        return values;
    }
}
