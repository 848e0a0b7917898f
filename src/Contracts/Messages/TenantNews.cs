using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Contracts.Messages;

/// <summary>Something happened in a tenant that is not an event of its visitors: an anomaly or an alert began, was seen or ended, a person was forgotten.</summary>
/// <param name="Type">The event's stored name, such as <c>anomaly_detected</c>; also the message's name on the wire.</param>
/// <param name="Stream">What it happened to: the same for all that happens to one anomaly, or alert.</param>
/// <param name="Sequence">Its place in the event store.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
/// <param name="Data">The event as it is stored.</param>
public sealed record TenantNews(string Tenant, string Type, Guid Stream, long Sequence, DateTimeOffset RecordedAt, JsonElement Data) : IIntegrationMessage
{
    /// <summary>The events that are told.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "anomaly_detected", "anomaly_reclassified", "anomaly_acknowledged", "anomaly_dismissed", "anomaly_resolved",
        "alert_fired", "alert_escalated", "alert_acknowledged", "alert_resolved", Persons.PersonForgotten.EventName,
    ];

    /// <inheritdoc />
    [JsonIgnore] public string Key => Tenant;

    /// <inheritdoc />
    [JsonIgnore] public string WireName => Type;
}
