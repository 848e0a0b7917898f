using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Contracts.Events;

/// <summary>Something that happened to, or was done by, a visitor. Stream: <see cref="DerivedId.Visitor"/>.</summary>
public interface IVisitorEvent
{
    /// <summary>The name that questions are asked by: "page_viewed", "identified"… or the action's own name.</summary>
    string Name { get; }

    /// <summary>Identity, visitor and times.</summary>
    Origin Origin { get; }

    /// <summary>Circumstances.</summary>
    EventContext Context { get; }

    /// <summary>A JSON object of the client's own properties (or traits); an empty object when there are none.</summary>
    JsonElement Properties { get; }
}

/// <summary>A page was shown.</summary>
public sealed record PageViewed(Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "page_viewed";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>An application's screen was shown.</summary>
public sealed record ScreenViewed(Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "screen_viewed";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>A page is still in front of the visitor; sent at a fixed interval.</summary>
public sealed record HeartbeatSent(Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "heartbeat";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>A page was left, closed or hidden.</summary>
public sealed record PageLeft(Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "page_left";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>The visitor did something that the customer named: a custom event.</summary>
/// <param name="Action">The customer's name for it, 1 to 200 characters.</param>
public sealed record ActionTracked(string Action, Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored name; the queried name is <see cref="Action"/>.</summary>
    public const string EventName = "action_tracked";

    /// <inheritdoc />
    [JsonIgnore] public string Name => Action;
}

/// <summary>The visitor is known to be a user; <see cref="Properties"/> are the user's traits.</summary>
/// <param name="UserId">The customer's id of the user; joins this visitor with it, unless it is the visitor id itself.</param>
public sealed record VisitorIdentified(string UserId, Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>A JSON object of traits that hold only where no other value is known; null when there are none.</summary>
    public JsonElement? InitialTraits { get; init; }

    /// <summary>The stored and queried name.</summary>
    public const string EventName = "visitor_identified";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>Two ids belong to the same person from now on.</summary>
/// <param name="PreviousId">The other visitor id.</param>
public sealed record VisitorsLinked(string PreviousId, Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "visitors_linked";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>A visitor id was taken out of its person: it is a person of its own until something links it again.</summary>
public sealed record VisitorsUnlinked(Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "visitors_unlinked";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}

/// <summary>The visitor belongs to a group (account, organisation); <see cref="Properties"/> are the group's traits.</summary>
/// <param name="GroupId">The customer's id of the group.</param>
public sealed record VisitorGrouped(string GroupId, Origin Origin, EventContext Context, JsonElement Properties) : IVisitorEvent
{
    /// <summary>The stored and queried name.</summary>
    public const string EventName = "visitor_grouped";

    /// <inheritdoc />
    [JsonIgnore] public string Name => EventName;
}
