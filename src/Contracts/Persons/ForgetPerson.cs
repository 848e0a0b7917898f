namespace Platform.Contracts.Persons;

/// <summary>Takes everything that is stored about a person away, for good.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="VisitorIds">The visitor ids that belong to it.</param>
/// <param name="By">Who asks.</param>
public sealed record ForgetPerson(string Tenant, string PersonId, IReadOnlyList<string> VisitorIds, string By);

/// <summary>The erasure that a command made.</summary>
/// <param name="Id">Its stream.</param>
public sealed record ErasureAnswer(Guid Id);
