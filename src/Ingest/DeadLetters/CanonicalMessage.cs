using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Ingest.Protocols;

namespace Platform.Ingest.DeadLetters;

/// <summary>Writes an event of any protocol as a message of the Segment HTTP API: one form that people edit and a replay reads.</summary>
internal static class CanonicalMessage
{
    /// <summary>Where in <c>context</c> the traits stand that hold only where no other value is known: the public API has no such thing.</summary>
    public const string InitialTraits = "initialTraits";

    /// <summary>The message. Times are corrected already, so it has no <c>sentAt</c>; the sender's address is left out.</summary>
    /// <param name="occurredAt">Valid time.</param>
    /// <param name="visitor">The visitor where the client gave neither an anonymous nor a user id.</param>
    public static JsonElement Of(RawEvent raw, DateTimeOffset occurredAt, string? visitor)
    {
        var context = raw.Context;
        var traits = raw.Kind is EventKind.Identify or EventKind.Group;
        return JsonSerializer.SerializeToElement(Compact(new JsonObject
        {
            ["type"] = raw.Kind.ToString().ToLowerInvariant(),
            [raw.Kind == EventKind.Track ? "event" : "name"] = raw.Name,
            ["messageId"] = raw.MessageId,
            ["anonymousId"] = raw.AnonymousId ?? visitor,
            ["userId"] = raw.UserId,
            ["previousId"] = raw.PreviousId,
            ["groupId"] = raw.GroupId,
            ["sessionId"] = raw.SessionId,
            ["timestamp"] = occurredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            [traits ? "traits" : "properties"] = raw.Properties.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(raw.Properties.GetRawText()),
            ["context"] = Compact(new JsonObject
            {
                ["page"] = Compact(new JsonObject
                {
                    ["url"] = context.PageUrl, ["path"] = context.PagePath, ["title"] = context.PageTitle, ["referrer"] = context.Referrer,
                }),
                ["campaign"] = Compact(new JsonObject(context.Campaign.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)))),
                ["userAgent"] = context.UserAgent,
                ["locale"] = context.Language,
                ["screen"] = Screen(context.Screen),
                ["location"] = Compact(new JsonObject { ["country"] = context.Country, ["region"] = context.Region, ["city"] = context.City }),
                ["device"] = Compact(new JsonObject { ["type"] = context.DeviceType }),
                ["os"] = Compact(new JsonObject { ["name"] = context.OsName, ["version"] = context.OsVersion }),
                ["library"] = Library(raw.Library),
                [InitialTraits] = raw.InitialTraits.ValueKind == JsonValueKind.Object ? JsonNode.Parse(raw.InitialTraits.GetRawText()) : null,
            }),
        })!);
    }

    /// <summary>The traits that hold only where no other value is known.</summary>
    public static JsonElement InitialTraitsOf(JsonElement message) => Field.Object(Field.Object(message, "context"), InitialTraits);

    private static JsonObject? Screen(string? screen) =>
        screen?.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w) && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            ? new JsonObject { ["width"] = w, ["height"] = h }
            : null;

    private static JsonObject? Library(string? library) =>
        library?.Split('/', 2) is [var name, .. var version] ? Compact(new JsonObject { ["name"] = name, ["version"] = version.FirstOrDefault() }) : null;

    private static JsonObject? Compact(JsonObject fields)
    {
        foreach (var (name, _) in fields.Where(field => field.Value is null).ToList())
            fields.Remove(name);
        return fields.Count == 0 ? null : fields;
    }
}
