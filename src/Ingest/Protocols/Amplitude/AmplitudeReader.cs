using System.Text.Json;

namespace Platform.Ingest.Protocols.Amplitude;

/// <summary>Reads Amplitude's events.</summary>
internal static class AmplitudeReader
{
    private const string Own = "[Amplitude] ";
    private static readonly HashSet<string> PageFields = [Own + "Page Location", Own + "Page URL", Own + "Page Path", Own + "Page Title", Own + "Page Domain"];
    private static readonly string[] Dependent = ["$add", "$append", "$prepend", "$preInsert", "$postInsert", "$remove", "$clearAll"];

    public static IEnumerable<RawEvent> Read(JsonElement message, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("An event must be a JSON object.");
        var type = Field.Text(message, "event_type") is { Length: > 0 } given ? given : throw new FormatException("'event_type' is missing: what happened.");
        var (user, device) = (Field.Id(message, "user_id"), Field.Id(message, "device_id"));
        if ((user ?? device) is null)
            throw new FormatException("'user_id' or 'device_id' is missing: who did it.");
        var properties = Field.Object(message, "event_properties");
        var page = type is Own + "Page Viewed" or Own + "Page View" or "page_view";
        var basis = new RawEvent(page ? EventKind.Page : EventKind.Track)
        {
            MessageId = Field.Id(message, "insert_id"),
            Name = page ? null : type,
            AnonymousId = device,
            UserId = user,
            SessionId = Field.Loose(message, "session_id") is { } session && session != "-1" ? session : null,
            Timestamp = Field.Epoch(message, "time"),
            Properties = PropertyBag.Of(properties, PageFields).Take("groups", message, "groups")
                .Take("price", message, "price").Take("quantity", message, "quantity").Take("revenue", message, "revenue").Build(),
            Context = Context(message, properties, request),
            Library = Field.Loose(message, "library"),
        };
        return type switch
        {
            "$identify" => Identified(basis, message),
            "$groupidentify" => Groups(basis, Field.Object(message, "groups"), Field.Object(message, "group_properties")),
            _ => [basis],
        };
    }

    private static IEnumerable<RawEvent> Identified(RawEvent basis, JsonElement message)
    {
        var traits = Field.Object(message, "user_properties");
        var plain = traits.ValueKind == JsonValueKind.Object && traits.EnumerateObject().All(member => !member.Name.StartsWith('$')) ? traits : default;
        var set = PropertyBag.Of(plain).Add(Field.Object(traits, "$set"));
        foreach (var gone in Field.Object(traits, "$unset") is { ValueKind: JsonValueKind.Object } unset ? unset.EnumerateObject().Select(member => member.Name) : [])
            set.Clear(gone);
        yield return basis with { Kind = EventKind.Identify, Name = null, Properties = set.Build(), InitialTraits = Field.Object(traits, "$setOnce") };
        // What depends on the value before is an action of its name: a trait is a value.
        foreach (var operation in Dependent)
            if (Field.Object(traits, operation) is { ValueKind: JsonValueKind.Object } operand)
                yield return basis with { Name = operation, Properties = operand, MessageId = Derived(basis, operation) };
        foreach (var group in Groups(basis, Field.Object(message, "groups"), default))
            yield return group with { MessageId = Derived(basis, "group/" + group.GroupId) };
    }

    private static IEnumerable<RawEvent> Groups(RawEvent basis, JsonElement groups, JsonElement properties)
    {
        if (groups.ValueKind != JsonValueKind.Object)
            yield break;
        var traits = PropertyBag.Of(Field.Object(properties, "$setOnce")).Add(Field.Object(properties, "$set"));
        foreach (var group in groups.EnumerateObject())
            foreach (var id in group.Value.ValueKind == JsonValueKind.Array ? [.. group.Value.EnumerateArray()] : new[] { group.Value })
                yield return basis with
                {
                    Kind = EventKind.Group, Name = null, GroupId = id.ValueKind == JsonValueKind.String ? id.GetString() : id.GetRawText(),
                    Properties = traits.Set("group_type", group.Name).Build(),
                };
    }

    private static string? Derived(RawEvent basis, string what) => basis.MessageId is { } id ? $"{id}/{what}" : null;

    private static RawContext Context(JsonElement message, JsonElement properties, RawContext request) => request with
    {
        PageUrl = Field.Loose(properties, Own + "Page Location", Own + "Page URL"),
        PagePath = Field.Loose(properties, Own + "Page Path"),
        PageTitle = Field.Loose(properties, Own + "Page Title"),
        Referrer = Field.Loose(properties, "referrer"),
        UserAgent = Field.Loose(message, "user_agent") ?? request.UserAgent,
        Language = Field.Loose(message, "language") ?? request.Language,
        Country = Field.Loose(message, "country"),
        Region = Field.Loose(message, "region"),
        City = Field.Loose(message, "city"),
        OsName = Field.Loose(message, "os_name"),
        OsVersion = Field.Loose(message, "os_version"),
    };
}
