namespace Platform.Contracts.Persons;

/// <summary>Takes a visitor id out of its person: it is a person of its own until something joins it again.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="By">Who asks for it.</param>
public sealed record UnlinkVisitor(string Tenant, string VisitorId, string By);

/// <summary>What became of it.</summary>
/// <param name="EventId">The event that tells of it.</param>
public sealed record VisitorTakenOut(Guid EventId);
