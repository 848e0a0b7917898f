using System.Text.Json;

namespace Platform.Ingest.Protocols.Segment;

/// <summary>Reads Segment's <c>context</c>: the message's own fields before the batch's, both before the request's headers.</summary>
internal static class SegmentContext
{
    private static readonly string[] CampaignFields = ["source", "medium", "name", "term", "content"];

    public static RawContext Read(JsonElement own, JsonElement shared, JsonElement properties, RawContext request)
    {
        var page = Section(own, shared, "page");
        var device = Section(own, shared, "device");
        var os = Section(own, shared, "os");
        var place = Section(own, shared, "location");
        return request with
        {
            PageUrl = Loose(page, "url") ?? Loose(properties, "url"),
            PagePath = Loose(page, "path") ?? Loose(properties, "path"),
            PageTitle = Loose(page, "title") ?? Loose(properties, "title"),
            Referrer = Loose(page, "referrer") ?? Loose(properties, "referrer"),
            Campaign = Campaign(Section(own, shared, "campaign")),
            UserAgent = Loose(own, "userAgent") ?? Loose(shared, "userAgent") ?? request.UserAgent,
            Language = Loose(own, "locale") ?? Loose(shared, "locale") ?? request.Language,
            Screen = Screen(Section(own, shared, "screen")),
            Country = Loose(place, "country"),
            Region = Loose(place, "region"),
            City = Loose(place, "city"),
            DeviceType = Loose(device, "type"),
            OsName = Loose(os, "name"),
            OsVersion = Loose(os, "version"),
        };
    }

    private static JsonElement Section(JsonElement own, JsonElement shared, string name)
    {
        var section = Field.Object(own, name);
        return section.ValueKind == JsonValueKind.Object ? section : Field.Object(shared, name);
    }

    // Context is description, not substance: a field of another type is left out rather than costing the event.
    private static string? Loose(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static Dictionary<string, string> Campaign(JsonElement campaign)
    {
        var fields = new Dictionary<string, string>();
        foreach (var name in CampaignFields)
            if (Loose(campaign, name) is { } value)
                fields[name] = value;
        return fields;
    }

    private static string? Screen(JsonElement screen) =>
        screen.ValueKind == JsonValueKind.Object
        && screen.TryGetProperty("width", out var width) && width.ValueKind == JsonValueKind.Number && width.TryGetInt32(out var w)
        && screen.TryGetProperty("height", out var height) && height.ValueKind == JsonValueKind.Number && height.TryGetInt32(out var h)
            ? $"{w}x{h}"
            : null;
}
