using System.Text.Json;
using Platform.Contracts;

namespace Platform.Ingest.Protocols.CloudEvents;

/// <summary>Reads an event in the JSON format of CloudEvents 1.0, whatever brought it.</summary>
public static class CloudEventReader
{
    private static readonly HashSet<string> Attributes =
    [
        "specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema", "data", "data_base64",
        "anonymousid", "userid", "sessionid", "traceparent", "tracestate",
    ];

    // Our own vocabulary is understood as what it is; every other type is the name of an action.
    private static readonly Dictionary<string, EventKind> Kinds = new(StringComparer.Ordinal)
    {
        ["page"] = EventKind.Page, ["page_viewed"] = EventKind.Page, ["screen"] = EventKind.Screen, ["screen_viewed"] = EventKind.Screen,
        ["identify"] = EventKind.Identify, ["alias"] = EventKind.Alias, ["group"] = EventKind.Group,
    };

    /// <summary>Reads one event.</summary>
    /// <param name="message">The attributes with <c>data</c> or <c>data_base64</c>.</param>
    /// <param name="request">What the transport tells of the sender.</param>
    /// <exception cref="FormatException">It cannot be read; the message says what to change.</exception>
    public static RawEvent Read(JsonElement message, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw new FormatException("A CloudEvent must be a JSON object.");
        if (Field.Text(message, "specversion") is not { } version || !version.StartsWith("1.", StringComparison.Ordinal))
            throw new FormatException("'specversion' must be 1.0.");
        var type = Required(message, "type");
        var kind = Kinds.GetValueOrDefault(type, EventKind.Track);
        var data = Field.Object(message, "data");
        return new RawEvent(kind)
        {
            MessageId = DerivedId.Of("cloudevents", Required(message, "source"), Required(message, "id")).ToString("N"),
            Name = kind == EventKind.Track ? type : Field.Text(data, "name"),
            AnonymousId = Field.Id(message, "anonymousid") ?? Field.Id(data, "anonymousId"),
            UserId = Field.Id(message, "userid") ?? Field.Id(data, "userId") ?? Field.Id(message, "subject"),
            PreviousId = Field.Id(data, "previousId"),
            GroupId = Field.Id(data, "groupId"),
            SessionId = Field.Id(message, "sessionid"),
            Timestamp = Field.Time(message, "time"),
            Properties = Properties(message, data, kind),
            Context = request with
            {
                PageUrl = Field.Loose(data, "url"),
                PagePath = Field.Loose(data, "path"),
                PageTitle = Field.Loose(data, "title"),
                Referrer = Field.Loose(data, "referrer"),
                UserAgent = Field.Loose(data, "userAgent") ?? request.UserAgent,
            },
            Library = "cloudevents/" + version,
        };
    }

    private static string Required(JsonElement message, string name) =>
        Field.Text(message, name) is { Length: > 0 } text ? text : throw new FormatException($"A CloudEvent needs '{name}'.");

    private static JsonElement Properties(JsonElement message, JsonElement data, EventKind kind)
    {
        if (kind is EventKind.Identify or EventKind.Group && Field.Object(data, "traits") is { ValueKind: JsonValueKind.Object } traits)
            return traits;
        var extensions = PropertyBag.Of(message, Attributes).Take("subject", message, "subject").Take("dataschema", message, "dataschema");
        return (data.ValueKind == JsonValueKind.Object ? extensions.Add(data) : extensions.Take("data", message, "data").Take("data_base64", message, "data_base64"))
            .Set("source", Field.Text(message, "source")).Build();
    }
}
