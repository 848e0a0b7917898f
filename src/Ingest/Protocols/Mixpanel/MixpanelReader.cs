using System.Text.Json;
using Platform.Contracts;

namespace Platform.Ingest.Protocols.Mixpanel;

/// <summary>Reads Mixpanel's events, profile updates and group updates.</summary>
internal static class MixpanelReader
{
    // Told elsewhere in the event, or the machinery of the client.
    private static readonly HashSet<string> Placed =
    [
        "token", "distinct_id", "time", "$insert_id", "mp_lib", "$lib_version", "$device_id", "$user_id", "$had_persisted_distinct_id", "$current_url", "current_url",
        "$referrer", "$referring_domain", "$initial_referrer", "$initial_referring_domain", "$browser", "$browser_version", "$os", "$os_version", "$device",
        "$screen_height", "$screen_width", "mp_country_code", "$city", "$region", "$mp_api_endpoint", "$mp_api_timestamp_ms", "mp_sent_by_lib_version",
        "current_page_title", "current_domain", "current_url_path", "current_url_protocol", "current_url_search", "$identified_id", "$anon_id",
        "$anon_distinct_id", "alias", "$distinct_ids", "ip",
    ];

    private static readonly HashSet<string> Traits = ["$set", "$set_once", "$unset"];

    public static RawEvent ReadEvent(JsonElement message, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("An event must be a JSON object.");
        var name = Field.Text(message, "event") is { Length: > 0 } given ? given : throw new FormatException("'event' is missing: what happened.");
        var properties = Field.Object(message, "properties");
        var (distinct, device, user) = (Plain(Field.Id(properties, "distinct_id")), Field.Loose(properties, "$device_id"), Field.Loose(properties, "$user_id"));
        var basis = new RawEvent(EventKind.Track)
        {
            MessageId = MessageId(name, properties),
            Name = name,
            AnonymousId = user is null ? distinct ?? device : device ?? distinct,
            UserId = user,
            Timestamp = Field.Epoch(properties, "time"),
            Properties = PropertyBag.Of(properties, Placed).Build(),
            Context = Context(properties, request),
            Library = Field.Loose(properties, "mp_lib") is { } library ? $"mixpanel-{library}/{Field.Loose(properties, "$lib_version")}" : null,
        };
        return name switch
        {
            "$mp_web_page_view" => basis with { Kind = EventKind.Page, Name = null },
            "$identify" => basis with
            {
                Kind = EventKind.Identify, Name = null, UserId = Plain(Field.Id(properties, "$identified_id")) ?? user ?? distinct,
                AnonymousId = Plain(Field.Id(properties, "$anon_distinct_id") ?? Field.Id(properties, "$anon_id")) ?? device, Properties = default,
            },
            "$create_alias" => basis with { Kind = EventKind.Alias, Name = null, UserId = distinct, AnonymousId = null, PreviousId = Plain(Field.Id(properties, "alias")) },
            "$merge" => Merge(basis, properties),
            _ => basis,
        };
    }

    public static IEnumerable<RawEvent> ReadProfile(JsonElement message, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("A profile update must be a JSON object.");
        var basis = new RawEvent(EventKind.Track)
        {
            AnonymousId = Plain(Field.Id(message, "$distinct_id")) ?? throw new FormatException("'$distinct_id' is missing: whose profile it is."),
            Timestamp = Field.Epoch(message, "$time"),
            Context = request with { UserAgent = null },
        };
        if (message.EnumerateObject().Any(member => Traits.Contains(member.Name)))
            yield return basis with
            {
                Kind = EventKind.Identify, InitialTraits = Field.Object(message, "$set_once"),
                Properties = Unset(PropertyBag.Of(Field.Object(message, "$set")), message).Build(),
            };
        // What depends on the value before is an action of its name: a trait is a value.
        foreach (var operation in new[] { "$add", "$append", "$union", "$remove", "$delete" })
            if (message.TryGetProperty(operation, out var operand))
                yield return basis with { Name = operation, Properties = operand.ValueKind == JsonValueKind.Object ? operand : default };
    }

    public static RawEvent ReadGroup(JsonElement message, RawContext request)
    {
        var (key, id) = (Field.Id(message, "$group_key"), Field.Id(message, "$group_id"));
        return new RawEvent(EventKind.Group)
        {
            AnonymousId = $"${key}_{id}",
            GroupId = id,
            Properties = PropertyBag.Of(Field.Object(message, "$set_once")).Add(Field.Object(message, "$set")).Set("group_type", key).Build(),
            Context = request with { UserAgent = null },
        };
    }

    private static RawEvent Merge(RawEvent basis, JsonElement properties)
    {
        var ids = properties.TryGetProperty("$distinct_ids", out var given) && given.ValueKind == JsonValueKind.Array
            ? given.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? Plain(id.GetString()) : null).ToList()
            : [];
        return ids is [{ } one, { } other]
            ? basis with { Kind = EventKind.Alias, Name = null, UserId = one, PreviousId = other, AnonymousId = null }
            : throw new FormatException("'$distinct_ids' must be an array of two ids.");
    }

    private static PropertyBag Unset(PropertyBag traits, JsonElement message)
    {
        if (message.TryGetProperty("$unset", out var names) && names.ValueKind == JsonValueKind.Array)
            foreach (var name in names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String))
                traits.Clear(name.GetString()!);
        return traits;
    }

    // The same insert id of another event, visitor or time is another event.
    private static string? MessageId(string name, JsonElement properties) => Field.Id(properties, "$insert_id") is { } insert
        ? DerivedId.Of("mixpanel", $"{name}\n{Field.Id(properties, "distinct_id")}", $"{Field.Loose(properties, "time")}\n{insert}").ToString("N")
        : null;

    private static string? Plain(string? id) => id?.StartsWith("$device:", StringComparison.Ordinal) == true ? id["$device:".Length..] : id;

    private static RawContext Context(JsonElement properties, RawContext request) => request with
    {
        PageUrl = Field.Loose(properties, "$current_url", "current_url"),
        PagePath = Field.Loose(properties, "current_url_path"),
        PageTitle = Field.Loose(properties, "current_page_title"),
        Referrer = Field.Loose(properties, "$referrer"),
        Screen = Field.Size(properties, "$screen_width", "$screen_height"),
        Country = Field.Loose(properties, "mp_country_code"),
        Region = Field.Loose(properties, "$region"),
        City = Field.Loose(properties, "$city"),
        OsName = Field.Loose(properties, "$os"),
        OsVersion = Field.Loose(properties, "$os_version"),
    };
}
