using System.Text.Json;
using Platform.Contracts.TrackingPlans;
using Planned = Platform.Contracts.TrackingPlans.PlannedEvent;

namespace Platform.ReadApi.TrackingPlans;

/// <summary>An event of the tracking plan.</summary>
public sealed record PlannedEvent
{
    /// <summary>The event's name.</summary>
    public required string Name { get; init; }

    /// <summary>What happens to events that are not as planned.</summary>
    public required PlanMode Mode { get; init; }

    /// <summary>Whether it is not planned any more.</summary>
    public required bool Retired { get; init; }

    /// <summary>The number of the version that holds.</summary>
    public required int Version { get; init; }

    /// <summary>The JSON Schema of its properties that holds.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Every version, the newest first.</summary>
    public required IReadOnlyList<SchemaVersion> Versions { get; init; }

    internal static PlannedEvent Of(Planned planned) => new()
    {
        Name = planned.Name, Mode = planned.Mode, Retired = planned.Retired, Version = planned.Versions[^1].Version,
        Schema = planned.Versions[^1].Schema, Versions = [.. planned.Versions.Reverse()],
    };
}
