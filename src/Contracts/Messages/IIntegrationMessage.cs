using System.Text.Json.Serialization;

namespace Platform.Contracts.Messages;

/// <summary>
/// Something that other systems are told: it leaves through the outbox, so that it is sent if, and only if, what it tells of is
/// committed. Each has a wire name of its own; fields are added, never renamed.
/// </summary>
public interface IIntegrationMessage
{
    /// <summary>The header of the message in the outbox that has its name on the wire.</summary>
    const string WireNameHeader = "wire-name";

    /// <summary>Messages with the same key keep their order.</summary>
    string Key { get; }

    /// <summary>What it is called on the wire.</summary>
    string WireName { get; }
}

/// <summary>Events of a tenant were stored: every one of the tenant's with a sequence from the first to the last, and no other before.</summary>
/// <param name="Count">How many; sequences in between belong to other tenants, or to nobody.</param>
/// <param name="RecordedThrough">When the last of them was recorded, UTC.</param>
public sealed record TenantEventsStored(string Tenant, long Count, long FirstSequence, long LastSequence, DateTimeOffset RecordedThrough) : IIntegrationMessage
{
    /// <inheritdoc />
    [JsonIgnore] public string Key => Tenant;

    /// <inheritdoc />
    [JsonIgnore] public string WireName => "events_stored";
}
