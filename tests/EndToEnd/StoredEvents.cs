using System.Text.Json;
using System.Text.Json.Nodes;

namespace Platform.Tests.EndToEnd;

/// <summary>An event as the store has it.</summary>
internal sealed record StoredEvent(string Type, JsonElement Data)
{
    public string MessageId => Origin("messageId")!;
    public string? Action => Data.TryGetProperty("action", out var action) ? action.GetString() : null;
    public DateTimeOffset OccurredAt => Data.GetProperty("origin").GetProperty("occurredAt").GetDateTimeOffset();

    public string? Origin(string name) => Data.GetProperty("origin").TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>Reads what is stored, past the product's own reading, and compares it with messages of the Segment API.</summary>
internal static class StoredEvents
{
    private static readonly Dictionary<string, (string Type, string Given)> Kinds = new()
    {
        ["page"] = ("page_viewed", "properties"), ["screen"] = ("screen_viewed", "properties"), ["track"] = ("action_tracked", "properties"),
        ["identify"] = ("visitor_identified", "traits"), ["group"] = ("visitor_grouped", "traits"), ["alias"] = ("visitors_linked", "properties"),
    };

    public static async Task<List<StoredEvent>> OfAsync(HostProcess host, string tenant)
    {
        var rows = await host.ScalarAsync<string>(
            $"select coalesce(json_agg(json_build_array(type, data) order by seq_id), '[]')::text from mt_events where tenant_id = '{tenant}'");
        return [.. JsonElement.Parse(rows).EnumerateArray().Select(row => new StoredEvent(row[0].GetString()!, row[1]))];
    }

    /// <summary>Kind, name, visitor, user, the other id, and every property are those of the message.</summary>
    public static void AssertSame(JsonElement sent, StoredEvent stored)
    {
        var (kind, user, anonymous) = (Text(sent, "type")!, Text(sent, "userId"), Text(sent, "anonymousId"));
        var (type, given) = Kinds[kind];
        Assert.Equal(type, stored.Type);
        Assert.Equal(kind == "alias" ? user : anonymous ?? user, stored.Origin("visitorId"));
        Assert.Equal(user, stored.Origin("userId"));
        Assert.Equal(kind == "track" ? Text(sent, "event") : null, stored.Action);
        Assert.Equal(kind == "alias" ? Text(sent, "previousId") : null, Text(stored.Data, "previousId"));
        Assert.Equal(kind == "group" ? Text(sent, "groupId") : null, Text(stored.Data, "groupId"));
        Assert.Equal(kind == "identify" ? user : null, Text(stored.Data, "userId"));
        var (expected, actual) = (Properties(sent, given), Properties(stored.Data, "properties"));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"sent {expected}, stored {actual}");
    }

    private static JsonNode Properties(JsonElement parent, string name) =>
        JsonNode.Parse(parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetRawText() : "{}")!;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
