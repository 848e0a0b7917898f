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
            PageUrl = Field.Loose(page, "url") ?? Field.Loose(properties, "url"),
            PagePath = Field.Loose(page, "path") ?? Field.Loose(properties, "path"),
            PageTitle = Field.Loose(page, "title") ?? Field.Loose(properties, "title"),
            Referrer = Field.Loose(page, "referrer") ?? Field.Loose(properties, "referrer"),
            Campaign = Campaign(Section(own, shared, "campaign")),
            UserAgent = Field.Loose(own, "userAgent") ?? Field.Loose(shared, "userAgent") ?? request.UserAgent,
            Language = Field.Loose(own, "locale") ?? Field.Loose(shared, "locale") ?? request.Language,
            Screen = Field.Size(Section(own, shared, "screen"), "width", "height"),
            Country = Field.Loose(place, "country"),
            Region = Field.Loose(place, "region"),
            City = Field.Loose(place, "city"),
            DeviceType = Field.Loose(device, "type"),
            OsName = Field.Loose(os, "name"),
            OsVersion = Field.Loose(os, "version"),
        };
    }

    private static JsonElement Section(JsonElement own, JsonElement shared, string name)
    {
        var section = Field.Object(own, name);
        return section.ValueKind == JsonValueKind.Object ? section : Field.Object(shared, name);
    }

    private static Dictionary<string, string> Campaign(JsonElement campaign)
    {
        var fields = new Dictionary<string, string>();
        foreach (var name in CampaignFields)
            if (Field.Loose(campaign, name) is { } value)
                fields[name] = value;
        return fields;
    }
}
