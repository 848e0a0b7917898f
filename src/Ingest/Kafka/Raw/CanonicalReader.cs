using System.Text.Json;
using Platform.Ingest.Protocols;

namespace Platform.Ingest.Kafka.Raw;

/// <summary>
/// Our own format: the fields of <see cref="RawEvent"/> as they are named, <c>kind</c> being page, screen, track, identify, alias or
/// group, and <c>context</c> having the fields of <see cref="RawContext"/>.
/// </summary>
internal static class CanonicalReader
{
    /// <exception cref="FormatException">It cannot be read; the message says what to change.</exception>
    public static RawEvent Read(JsonElement message)
    {
        var context = Field.Object(message, "context");
        return new RawEvent(Kind(Field.Text(message, "kind")))
        {
            MessageId = Field.Id(message, "messageId"),
            Name = Field.Text(message, "name"),
            AnonymousId = Field.Id(message, "anonymousId"),
            UserId = Field.Id(message, "userId"),
            PreviousId = Field.Id(message, "previousId"),
            GroupId = Field.Id(message, "groupId"),
            SessionId = Field.Id(message, "sessionId"),
            Timestamp = Field.Time(message, "timestamp"),
            Properties = message.TryGetProperty("properties", out var properties) && properties.ValueKind != JsonValueKind.Null ? properties : default,
            Library = Field.Text(message, "library"),
            Context = new RawContext
            {
                PageUrl = Field.Text(context, "pageUrl"),
                PagePath = Field.Text(context, "pagePath"),
                PageTitle = Field.Text(context, "pageTitle"),
                Referrer = Field.Text(context, "referrer"),
                Campaign = Campaign(Field.Object(context, "campaign")),
                UserAgent = Field.Text(context, "userAgent"),
                Language = Field.Text(context, "language"),
                Screen = Field.Text(context, "screen"),
                Country = Field.Text(context, "country"),
                Region = Field.Text(context, "region"),
                City = Field.Text(context, "city"),
                DeviceType = Field.Text(context, "deviceType"),
                OsName = Field.Text(context, "osName"),
                OsVersion = Field.Text(context, "osVersion"),
            },
        };
    }

    private static EventKind Kind(string? kind) =>
        Enum.TryParse<EventKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(kind![0])
            ? known
            : throw new FormatException("'kind' must be one of page, screen, track, identify, alias, group.");

    private static Dictionary<string, string> Campaign(JsonElement campaign)
    {
        var fields = new Dictionary<string, string>();
        if (campaign.ValueKind == JsonValueKind.Object)
            foreach (var field in campaign.EnumerateObject())
                if (field.Value.ValueKind == JsonValueKind.String)
                    fields[field.Name] = field.Value.GetString()!;
        return fields;
    }
}
