using System.Text.Json;

namespace Platform.Contracts.TrackingPlans;

/// <summary>What happens to an event that is not as planned.</summary>
public enum PlanMode
{
    /// <summary>It is stored, and counted as a violation.</summary>
    Observe,

    /// <summary>It is stored with a note of what is wrong, and counted.</summary>
    Warn,

    /// <summary>It is refused, and counted.</summary>
    Reject,
}

/// <summary>An event's schema has a new version. Stream: <see cref="DerivedId.Of"/> "plan" and the tenant, in the default tenant.</summary>
/// <param name="Breaks">Why it does not take everything that the version before took; empty when it does.</param>
public sealed record EventSchemaDefined(
    string Tenant, string Event, int Version, JsonElement Schema, IReadOnlyList<string> Breaks, string By, DateTimeOffset At);

/// <summary>The tenant chose what happens to events that are not as planned.</summary>
public sealed record PlanModeChosen(string Tenant, string Event, PlanMode Mode, string By, DateTimeOffset At);

/// <summary>An event is not planned any more; its versions are kept.</summary>
public sealed record EventSchemaRetired(string Tenant, string Event, string By, DateTimeOffset At);

/// <summary>A version of an event's schema.</summary>
public sealed record SchemaVersion(int Version, JsonElement Schema, IReadOnlyList<string> Breaks, string By, DateTimeOffset At);

/// <summary>An event of the plan.</summary>
public sealed record PlannedEvent(string Name, IReadOnlyList<SchemaVersion> Versions)
{
    /// <summary>What happens to events that are not as planned.</summary>
    public PlanMode Mode { get; init; }

    /// <summary>Whether it is not planned any more.</summary>
    public bool Retired { get; init; }
}

/// <summary>A tenant's tracking plan as its events define it.</summary>
public sealed record TrackingPlan
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>How many events it is made of: the same number, the same plan.</summary>
    public int Revision { get; init; }

    /// <summary>The planned events, in the order in which they were first defined.</summary>
    public IReadOnlyList<PlannedEvent> Events { get; init; } = [];

    /// <summary>The stream of a tenant's plan.</summary>
    public static Guid IdOf(string tenant) => DerivedId.Of("plan", tenant, "");

    /// <summary>The plan after an event; unknown events change nothing.</summary>
    public static TrackingPlan? Evolve(TrackingPlan? plan, object happened) => Changed(plan, happened) is { } changed && changed != plan
        ? changed with { Revision = changed.Revision + 1 }
        : plan;

    private static TrackingPlan? Changed(TrackingPlan? plan, object happened) => happened switch
    {
        EventSchemaDefined defined => (plan ?? new() { Id = IdOf(defined.Tenant), Tenant = defined.Tenant }).With(defined.Event, planned => planned with
        {
            Retired = false,
            Versions = [.. planned.Versions, new SchemaVersion(defined.Version, defined.Schema, defined.Breaks, defined.By, defined.At)],
        }),
        PlanModeChosen chosen => plan?.With(chosen.Event, planned => planned with { Mode = chosen.Mode }),
        EventSchemaRetired retired => plan?.With(retired.Event, planned => planned with { Retired = true }),
        _ => plan,
    };

    private TrackingPlan With(string name, Func<PlannedEvent, PlannedEvent> change) => Events.Any(planned => planned.Name == name)
        ? this with { Events = [.. Events.Select(planned => planned.Name == name ? change(planned) : planned)] }
        : this with { Events = [.. Events, change(new PlannedEvent(name, []))] };
}
