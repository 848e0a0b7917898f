using System.Text.Json;
using Platform.Contracts.Ingestion;
using Platform.Ingest.Steps;

namespace Platform.Ingest.Protocols.Segment;

/// <summary>Reads the messages of the public Segment HTTP API into the one form behind all protocols.</summary>
public static class SegmentReader
{
    /// <summary>Reads a message.</summary>
    /// <param name="message">The event's own object.</param>
    /// <param name="envelope">The request's object: its <c>context</c> and <c>sentAt</c> hold where the message has none.</param>
    /// <param name="kind">The call's kind where the route tells it; else the message's <c>type</c> does.</param>
    /// <param name="request">What the HTTP request tells of the sender.</param>
    public static (RawEvent? Event, Refusal? Refused) Read(
        JsonElement message, JsonElement envelope, EventKind? kind, RawContext request)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return (null, Malformed("An event must be a JSON object."));
        try
        {
            if ((kind ?? Kind(message)) is not { } known)
                return (null, Malformed("'type' must be one of track, page, screen, identify, alias, group."));
            return (Read(message, envelope, known, request), null);
        }
        catch (FormatException unreadable)
        {
            return (null, Malformed(unreadable.Message));
        }
    }

    private static RawEvent Read(JsonElement message, JsonElement envelope, EventKind kind, RawContext request)
    {
        var context = Field.Object(message, "context");
        var shared = Field.Object(envelope, "context");
        var properties = Properties(message, context, kind);
        return new RawEvent(kind)
        {
            MessageId = Field.Id(message, "messageId"),
            Name = Field.Text(message, kind == EventKind.Track ? "event" : "name"),
            AnonymousId = Field.Id(message, "anonymousId"),
            UserId = Field.Id(message, "userId"),
            PreviousId = Field.Id(message, "previousId"),
            GroupId = Field.Id(message, "groupId"),
            SessionId = Field.Id(context, "sessionId") ?? Field.Id(message, "sessionId"),
            Timestamp = Field.Time(message, "timestamp") ?? Field.Time(message, "originalTimestamp"),
            SentAt = Field.Time(message, "sentAt") ?? Field.Time(envelope, "sentAt"),
            Properties = properties,
            Context = SegmentContext.Read(context, shared, properties, request),
            Library = Library(context) ?? Library(shared),
        };
    }

    private static JsonElement Properties(JsonElement message, JsonElement context, EventKind kind)
    {
        var name = kind is EventKind.Identify or EventKind.Group ? "traits" : "properties";
        if (message.TryGetProperty(name, out var own) && own.ValueKind != JsonValueKind.Null)
            return own;
        return kind == EventKind.Identify ? Field.Object(context, "traits") : default;
    }

    private static string? Library(JsonElement context)
    {
        var library = Field.Object(context, "library");
        return Field.Text(library, "name") is { } name ? $"{name}/{Field.Text(library, "version")}" : null;
    }

    private static EventKind? Kind(JsonElement message) => Field.Text(message, "type") switch
    {
        "track" => EventKind.Track,
        "page" => EventKind.Page,
        "screen" => EventKind.Screen,
        "identify" => EventKind.Identify,
        "alias" => EventKind.Alias,
        "group" => EventKind.Group,
        _ => null,
    };

    private static Refusal Malformed(string message) => new(DropReason.Malformed, message);
}
