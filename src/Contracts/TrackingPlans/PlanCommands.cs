using System.Text.Json;

namespace Platform.Contracts.TrackingPlans;

/// <summary>Defines an event's schema, as a new version when there is one.</summary>
/// <param name="Mode">What happens to events that are not as planned; as before, else observe, when null.</param>
/// <param name="AllowBreaking">Whether the version may refuse what the version before took.</param>
public sealed record DefineEventSchema(string Tenant, string Event, JsonElement Schema, PlanMode? Mode, bool AllowBreaking, string By);

/// <summary>Takes an event out of the plan; its versions are kept.</summary>
public sealed record RetireEventSchema(string Tenant, string Event, string By);

/// <summary>What became of a command about a plan.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Event">The event as it is planned now.</param>
public sealed record PlanAnswer(string? Problem, PlannedEvent? Event = null);

/// <summary>Chooses what happens to events of a name that are not as planned.</summary>
public sealed record ChoosePlanMode(string Tenant, string Event, PlanMode Mode, string By);
