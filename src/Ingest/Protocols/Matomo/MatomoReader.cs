using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Contracts.Events;

namespace Platform.Ingest.Protocols.Matomo;

/// <summary>Reads one request of Matomo's tracking API from its parameters.</summary>
internal static class MatomoReader
{
    private static readonly (string Field, string[] Parameters)[] Campaign =
    [
        ("name", ["mtm_campaign", "pk_campaign", "matomo_campaign"]), ("source", ["mtm_source", "pk_source"]), ("medium", ["mtm_medium", "pk_medium"]),
        ("term", ["mtm_kwd", "mtm_keyword", "pk_kwd", "pk_keyword"]), ("content", ["mtm_content", "pk_content"]),
    ];

    public static RawEvent Read(JsonElement message, CollectRequest request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("A request must be a query string.");
        if (Field.Loose(message, "rec") != "1")
            throw new FormatException("'rec' must be 1, or nothing is recorded.");
        var (kind, name, properties) = Happened(message, request.Limits);
        var url = Field.Loose(message, "url");
        return new RawEvent(kind)
        {
            Name = name,
            AnonymousId = Field.Loose(message, "cid", "_id"),
            UserId = Field.Loose(message, "uid"),
            Cookieless = true,
            Timestamp = Time(message),
            Properties = Dimensions(message, properties).Build(),
            Context = request.Sender with
            {
                PageUrl = url,
                PageTitle = Field.Loose(message, "action_name"),
                Referrer = Field.Loose(message, "urlref"),
                Campaign = CampaignOf(message, url),
                UserAgent = Field.Loose(message, "ua") ?? request.Sender.UserAgent,
                Language = Field.Loose(message, "lang") ?? request.Sender.Language,
                Screen = Field.Loose(message, "res"),
                Country = Field.Loose(message, "country")?.ToUpperInvariant(),
                Region = Field.Loose(message, "region"),
                City = Field.Loose(message, "city"),
            },
            Library = "matomo",
        };
    }

    private static (EventKind Kind, string? Name, PropertyBag Properties) Happened(JsonElement message, IngestOptions limits)
    {
        string? Given(string name) => Field.Loose(message, name);
        var properties = new PropertyBag();
        if (Given("ping") == "1")
            return (EventKind.Track, HeartbeatSent.EventName, properties);
        if (Given("e_a") is { } action)
            return (EventKind.Track, action, properties.Set("category", Given("e_c")).Set("name", Given("e_n")).Number("value", Given("e_v")));
        if (Given("idgoal") is { } goal)
            return goal == "0" ? Order(message, properties, limits) : (EventKind.Track, "goal", properties.Set("goal", goal).Number("revenue", Given("revenue")));
        if (Given("search") is { } search)
            return (EventKind.Track, "search", properties.Set("keyword", search).Set("category", Given("search_cat")).Number("results", Given("search_count")));
        if (Given("link") is { } link)
            return (EventKind.Track, "link_clicked", properties.Set("url", link));
        if (Given("download") is { } download)
            return (EventKind.Track, "file_downloaded", properties.Set("url", download));
        if (Given("c_n") is { } content)
            return (EventKind.Track, Given("c_i") is null ? "content_shown" : "content_used",
                properties.Set("content", content).Set("piece", Given("c_p")).Set("target", Given("c_t")).Set("interaction", Given("c_i")));
        return (EventKind.Page, null, properties);
    }

    private static (EventKind, string, PropertyBag) Order(JsonElement message, PropertyBag properties, IngestOptions limits)
    {
        var order = Field.Loose(message, "ec_id");
        properties.Set("order", order).Number("revenue", Field.Loose(message, "revenue")).Number("subtotal", Field.Loose(message, "ec_st"))
            .Number("tax", Field.Loose(message, "ec_tx")).Number("shipping", Field.Loose(message, "ec_sh")).Number("discount", Field.Loose(message, "ec_dt"));
        if (Field.Loose(message, "ec_items") is { } items)
            properties.Set("items", Field.Embedded("ec_items", System.Text.Encoding.UTF8.GetBytes(items), limits));
        return (EventKind.Track, order is null ? "cart_updated" : "order_completed", properties);
    }

    private static PropertyBag Dimensions(JsonElement message, PropertyBag properties)
    {
        foreach (var field in message.EnumerateObject().Where(field => field.Name.StartsWith("dimension", StringComparison.Ordinal)))
            properties.Take(field.Name, message, field.Name);
        return properties;
    }

    private static DateTimeOffset? Time(JsonElement message) => Field.Loose(message, "cdt") is { } text
        && DateTimeOffset.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : Field.Epoch(message, "cdt");

    private static Dictionary<string, string> CampaignOf(JsonElement message, string? url)
    {
        var query = Uri.TryCreate(url, UriKind.Absolute, out var page) ? QueryHelpers.ParseQuery(page.Query) : [];
        var campaign = new Dictionary<string, string>();
        foreach (var (field, parameters) in Campaign)
            if (Array.Find(parameters, query.ContainsKey) is { } parameter)
                campaign[field] = query[parameter].ToString();
        if (Field.Loose(message, "_rcn") is { } name)
            campaign["name"] = name;
        if (Field.Loose(message, "_rck") is { } keyword)
            campaign["term"] = keyword;
        return campaign;
    }
}
