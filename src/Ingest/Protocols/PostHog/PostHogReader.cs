using System.Text.Json;
using Platform.Contracts.Events;

namespace Platform.Ingest.Protocols.PostHog;

/// <summary>Reads PostHog's events, as its clients send them and as its exports hold them.</summary>
public static class PostHogReader
{
    // Told elsewhere in the event, or the machinery of the client.
    private static readonly HashSet<string> Placed =
    [
        "token", "api_key", "distinct_id", "uuid", "$insert_id", "$time", "$sent_at", "$lib", "$lib_version", "$set", "$set_once", "$session_id", "$window_id",
        "$device_id", "$user_id", "$is_identified", "$process_person_profile", "$is_server", "$geoip_disable", "$ip", "$current_url", "$host", "$pathname",
        "$referrer", "$referring_domain", "$raw_user_agent", "$user_agent", "$browser", "$browser_version", "$browser_language", "$browser_language_prefix",
        "$os", "$os_version", "$device", "$device_type", "$screen_height", "$screen_width", "$viewport_height", "$viewport_width", "$timezone", "$timezone_offset",
        "title", "$screen_name", "$anon_distinct_id", "alias", "$group_type", "$group_key", "$group_set", "$config_defaults", "$lib_custom_api_host",
        "$configured_session_timeout_ms", "$replay_sample_rate", "$recording_status", "$initialization_time", "$feature_flag_request_id",
        "$lib_rate_limit_remaining_tokens", "$web_vitals_enabled_server_side", "$exception_capture_enabled_server_side", "$dead_clicks_enabled_server_side",
        "$autocapture_disabled_server_side", "$had_persisted_distinct_id", "$pageview_id", "$is_copied_session",
    ];

    private static readonly string[] Machinery = ["$sdk_", "$session_entry_", "$geoip_"];

    private static readonly DateTimeOffset AnyMoment = DateTimeOffset.UnixEpoch.AddYears(30);

    /// <summary>Reads one event; with <c>$set</c> beside something else that happened it becomes two.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what to change.</exception>
    public static IEnumerable<RawEvent> Read(JsonElement message, DateTimeOffset? sentAt, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("An event must be a JSON object.");
        var name = Field.Text(message, "event") is { Length: > 0 } given ? given : throw new FormatException("'event' is missing: what happened.");
        var properties = Field.Object(message, "properties");
        var distinctId = Field.Id(message, "distinct_id") ?? Field.Id(message, "$distinct_id") ?? Field.Id(properties, "distinct_id")
            ?? throw new FormatException("'distinct_id' is missing: who did it.");
        var set = Field.Object(message, "$set") is { ValueKind: JsonValueKind.Object } own ? own : Field.Object(properties, "$set");
        var once = Field.Object(message, "$set_once") is { ValueKind: JsonValueKind.Object } ownOnce ? ownOnce : Field.Object(properties, "$set_once");
        var (timestamp, sent) = Times(message, sentAt);
        var basis = new RawEvent(EventKind.Track)
        {
            MessageId = Field.Id(message, "uuid") ?? Field.Id(properties, "$insert_id"),
            Name = name,
            AnonymousId = distinctId,
            UserId = Field.Loose(properties, "$user_id"),
            SessionId = Field.Loose(properties, "$session_id"),
            Timestamp = timestamp,
            SentAt = sent,
            Properties = Own(properties),
            Context = Context(properties, request),
            Library = Field.Loose(properties, "$lib") is { } library ? $"{library}/{Field.Loose(properties, "$lib_version")}" : null,
        };
        var identified = basis with { Kind = EventKind.Identify, Name = null, Properties = set, InitialTraits = once };
        return name switch
        {
            "$pageview" => [basis with { Kind = EventKind.Page, Name = null }, .. Profile(identified, set, once)],
            "$pageleave" => [basis with { Name = PageLeft.EventName }, .. Profile(identified, set, once)],
            "$screen" => [basis with { Kind = EventKind.Screen, Name = Field.Loose(properties, "$screen_name") }, .. Profile(identified, set, once)],
            "$identify" when Field.Id(properties, "$anon_distinct_id") is { } anonymous => [identified with { UserId = distinctId, AnonymousId = anonymous }],
            "$identify" or "$set" => [identified with { UserId = null }],
            "$create_alias" or "$merge_dangerously" =>
                [basis with { Kind = EventKind.Alias, Name = null, UserId = distinctId, AnonymousId = null, PreviousId = Field.Id(properties, "alias") }],
            "$groupidentify" => [basis with { Kind = EventKind.Group, Name = null, GroupId = Field.Id(properties, "$group_key"), Properties = Group(properties) }],
            _ => [basis, .. Profile(identified, set, once)],
        };
    }

    // posthog-js names every click id there is, and null says that there was none.
    private static JsonElement Own(JsonElement properties) =>
        PropertyBag.Of(properties, Placed).Without(member => member.Value.ValueKind == JsonValueKind.Null
            || Array.Exists(Machinery, prefix => member.Key.StartsWith(prefix, StringComparison.Ordinal))).Build();

    // The client sets what it noticed at the first visit with every event; only what the customer sets is worth an event of its own.
    private static RawEvent[] Profile(RawEvent identified, JsonElement set, JsonElement once)
    {
        var told = Any(set, _ => true) || Any(once, name => !name.StartsWith("$initial_", StringComparison.Ordinal));
        return told ? [identified with { UserId = null, MessageId = identified.MessageId is { } id ? id + "/set" : null }] : [];
    }

    private static bool Any(JsonElement traits, Predicate<string> counts) =>
        traits.ValueKind == JsonValueKind.Object && traits.EnumerateObject().Any(trait => counts(trait.Name));

    private static JsonElement Group(JsonElement properties) =>
        PropertyBag.Of(Field.Object(properties, "$group_set")).Take("group_type", properties, "$group_type").Build();

    // Without a time of its own an event may say how many milliseconds ago it was.
    private static (DateTimeOffset? At, DateTimeOffset? Sent) Times(JsonElement message, DateTimeOffset? sentAt)
    {
        if (Field.Time(message, "timestamp") is { } timestamp)
            return (timestamp, sentAt);
        return message.TryGetProperty("offset", out var offset) && offset.ValueKind == JsonValueKind.Number && offset.TryGetDouble(out var ago) && ago is >= 0 and < 1e11
            ? (AnyMoment.AddMilliseconds(-ago), AnyMoment)
            : (null, null);
    }

    private static RawContext Context(JsonElement properties, RawContext request)
    {
        var server = Field.Flag(properties, "$is_server") || Field.Flag(properties, "$geoip_disable");
        return request with
        {
            PageUrl = Field.Loose(properties, "$current_url"),
            PagePath = Field.Loose(properties, "$pathname"),
            PageTitle = Field.Loose(properties, "title"),
            Referrer = Field.Loose(properties, "$referrer"),
            UserAgent = Field.Loose(properties, "$raw_user_agent", "$user_agent") ?? request.UserAgent,
            Language = Field.Loose(properties, "$browser_language", "$locale") ?? request.Language,
            Screen = Field.Size(properties, "$screen_width", "$screen_height"),
            Country = Field.Loose(properties, "$geoip_country_code"),
            Region = Field.Loose(properties, "$geoip_subdivision_1_name"),
            City = Field.Loose(properties, "$geoip_city_name"),
            DeviceType = Field.Loose(properties, "$device_type")?.ToLowerInvariant(),
            OsName = Field.Loose(properties, "$os"),
            OsVersion = Field.Loose(properties, "$os_version"),
            Address = server ? null : request.Address,
        };
    }
}
