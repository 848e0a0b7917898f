namespace Platform.Contracts.History;

/// <summary>Lets an import wait after the batch at hand.</summary>
/// <param name="Id">The import's.</param>
public sealed record PauseImport(string Tenant, Guid Id);

/// <summary>Lets a paused import go on. One of a file that the installation does not have goes on when its command is run again.</summary>
/// <param name="Id">The import's.</param>
public sealed record ResumeImport(string Tenant, Guid Id);

/// <summary>What became of a command about an import.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record ImportAnswer(string? Problem);
