namespace Platform.Contracts.Tenants;

/// <summary>Adds a source to a tenant.</summary>
/// <param name="Name">a–z, 0–9 and "-", 1 to 40 characters, begins with a letter.</param>
/// <param name="WriteKey">4 to 80 characters of a–z, A–Z, 0–9, "-" and "_"; null makes one.</param>
/// <param name="By">Who asks for it.</param>
public sealed record AddSource(string Tenant, string Name, string? WriteKey, string By);

/// <summary>Replaces what a source may send.</summary>
public sealed record ChangeSource(string Tenant, string Source, SourceRules Rules, string By);

/// <summary>Gives a source a new write key.</summary>
/// <param name="WriteKey">As of <see cref="AddSource"/>.</param>
/// <param name="KeepOldFor">How long the old key goes on to work.</param>
public sealed record RotateWriteKey(string Tenant, string Source, string? WriteKey, TimeSpan KeepOldFor, string By);

/// <summary>What became of a command about a source.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="Source">The source as it is now.</param>
public sealed record SourceAnswer(string? Problem, Source? Source = null);
