using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Protocols.Ga4;

/// <summary>The Measurement Protocol of Google Analytics 4.</summary>
internal sealed class Ga4Protocol : Protocol
{
    private static readonly HashSet<string> Placed = ["page_location", "page_title", "page_referrer", "session_id", "language", "screen_resolution"];

    public override IReadOnlyList<string> Paths { get; } = ["mp/collect"];

    public override Envelope Open(CollectRequest request)
    {
        var root = request.RequireObject();
        // The measurement id is public, so it means nothing without its secret.
        var source = SourceName.Of(request.Query("measurement_id") ?? request.Query("firebase_app_id"), SourceAliasKind.Ga4, request.Query("api_secret") ?? "-");
        if (!root.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array)
            throw new FormatException("'events' must be an array of events.");
        var visitor = new HashSet<string>(["events", "user_properties"]);
        var messages = events.EnumerateArray().Select(one => PropertyBag.Of(root, visitor).Set("event", one).Build()).ToList();
        if (Field.Object(root, "user_properties") is { ValueKind: JsonValueKind.Object } properties && properties.EnumerateObject().Any())
            messages.Insert(0, PropertyBag.Of(root, visitor).Set("user_properties", properties).Build());
        return new Envelope([.. messages.Select(message => new Message(message, source))], Single: messages.Count == 1);
    }

    public override IEnumerable<RawEvent> Read(JsonElement message, Envelope envelope, CollectRequest request)
    {
        var client = Field.Id(message, "client_id") ?? Field.Id(message, "app_instance_id");
        var user = Field.Id(message, "user_id");
        if ((client ?? user) is null)
            throw new FormatException("'client_id' is missing: who did it.");
        var happened = Field.Object(message, "event");
        var basis = new RawEvent(EventKind.Identify)
        {
            AnonymousId = client,
            UserId = user,
            Timestamp = Field.Epoch(happened, "timestamp_micros") ?? Field.Epoch(message, "timestamp_micros"),
            Context = request.Sender,
            Library = "ga4",
        };
        return [message.TryGetProperty("user_properties", out var properties) ? basis with { Properties = Traits(properties) } : Happened(basis, happened)];
    }

    // Never a body: clients of this protocol do not read it.
    public override IResult Answer(Verdict verdict, CollectRequest request) =>
        verdict.Status is 200 ? Results.NoContent() : base.Answer(verdict, request);

    /// <summary>An event of the protocol, on top of what its request tells.</summary>
    internal static RawEvent Happened(RawEvent basis, JsonElement happened)
    {
        var name = Field.Text(happened, "name") is { Length: > 0 } given ? given : throw new FormatException("An event needs 'name'.");
        var parameters = Field.Object(happened, "params");
        return basis with
        {
            Kind = name switch { "page_view" => EventKind.Page, "screen_view" => EventKind.Screen, _ => EventKind.Track },
            Name = name == "screen_view" ? Field.Loose(parameters, "screen_name", "firebase_screen") : name,
            SessionId = Field.Loose(parameters, "session_id"),
            Properties = PropertyBag.Of(parameters, Placed).Build(),
            Context = basis.Context with
            {
                PageUrl = Field.Loose(parameters, "page_location"),
                PageTitle = Field.Loose(parameters, "page_title"),
                Referrer = Field.Loose(parameters, "page_referrer"),
                Language = Field.Loose(parameters, "language"),
                Screen = Field.Loose(parameters, "screen_resolution"),
            },
        };
    }

    private static JsonElement Traits(JsonElement properties)
    {
        var traits = new PropertyBag();
        foreach (var property in properties.EnumerateObject())
            traits.Take(property.Name, property.Value, "value");
        return traits.Build();
    }
}
