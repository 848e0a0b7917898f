using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Protocols.OpenPanel;

/// <summary>OpenPanel's track API: the client's id comes as a header, with its secret where a server sends.</summary>
internal sealed class OpenPanelProtocol : Protocol
{
    private static readonly HashSet<string> Placed = ["__path", "__title", "__referrer", "__timestamp", "__revenue", "__deviceId"];
    private static readonly HashSet<string> Profile = ["profileId", "properties"];

    public override IReadOnlyList<string> Paths { get; } = ["track"];

    public override bool Speaks(CollectRequest request) => request.Header("openpanel-client-id") is not null;

    public override Envelope Open(CollectRequest request) => new(
        [new Message(request.RequireObject(), SourceName.Of(request.Header("openpanel-client-id"), secret: request.Header("openpanel-client-secret")))], Single: true);

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var payload = Field.Object(message, "payload");
        if (payload.ValueKind != JsonValueKind.Object)
            throw new FormatException("'payload' must be an object.");
        var basis = new RawEvent(EventKind.Track)
        {
            UserId = Field.Id(payload, "profileId"),
            Cookieless = true,
            Context = request.Sender,
            Library = request.Header("openpanel-sdk-name") is { } name ? $"openpanel-{name}/{request.Header("openpanel-sdk-version")}" : "openpanel",
        };
        return Field.Text(message, "type") switch
        {
            "track" => [Tracked(basis, payload)],
            "identify" => [basis with { Kind = EventKind.Identify, Properties = PropertyBag.Of(payload, Profile).Add(Field.Object(payload, "properties"), Placed).Build() }],
            "alias" => [basis with { Kind = EventKind.Alias, PreviousId = Field.Id(payload, "alias") }],
            "increment" or "decrement" => [basis with { Name = Field.Text(message, "type"), Properties = PropertyBag.Of(payload, Profile).Take("property", payload, "property").Build() }],
            "group" => [Group(basis with { AnonymousId = $"${Field.Loose(payload, "type")}_{Field.Id(payload, "id")}" }, Field.Id(payload, "id"),
                Field.Object(payload, "properties"), Field.Loose(payload, "type"), Field.Loose(payload, "name"))],
            "assign_group" => Ids(payload).Select(id => Group(basis, id, default, null, null)),
            "replay" => [], // recordings are no events
            _ => throw new FormatException("'type' must be one of track, identify, alias, increment, decrement, group, assign_group."),
        };
    }

    // Clients keep what they are told of the device and the session; there is nothing to keep.
    public override IResult Answer(Verdict verdict, CollectRequest request) =>
        verdict.Status is 200 ? Results.Json(new { }) : base.Answer(verdict, request);

    private static RawEvent Tracked(RawEvent basis, JsonElement payload)
    {
        var properties = Field.Object(payload, "properties");
        var name = Field.Text(payload, "name");
        return basis with
        {
            Kind = name == "screen_view" ? EventKind.Page : EventKind.Track,
            Name = name,
            AnonymousId = Field.Loose(properties, "__deviceId"),
            Timestamp = Field.Time(properties, "__timestamp"),
            Properties = PropertyBag.Of(properties, Placed).Take("revenue", properties, "__revenue").Take("groups", payload, "groups").Build(),
            Context = basis.Context with
            {
                PageUrl = Field.Loose(properties, "__path"),
                PagePath = Field.Loose(properties, "__path") is { } path && path.StartsWith('/') ? path : null,
                PageTitle = Field.Loose(properties, "__title"),
                Referrer = Field.Loose(properties, "__referrer"),
            },
        };
    }

    private static RawEvent Group(RawEvent basis, string? id, JsonElement traits, string? type, string? name) =>
        basis with { Kind = EventKind.Group, GroupId = id, Properties = PropertyBag.Of(traits).Set("group_type", type).Set("name", name).Build() };

    private static IEnumerable<string?> Ids(JsonElement payload) =>
        payload.TryGetProperty("groupIds", out var ids) && ids.ValueKind == JsonValueKind.Array
            ? ids.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? id.GetString() : null)
            : throw new FormatException("'groupIds' must be an array.");
}
