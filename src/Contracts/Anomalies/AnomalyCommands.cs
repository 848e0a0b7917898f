namespace Platform.Contracts.Anomalies;

/// <summary>Says that somebody looks after an anomaly.</summary>
public sealed record AcknowledgeAnomaly(string Tenant, Guid Id, string? Note, string By);

/// <summary>Says that an anomaly is none.</summary>
public sealed record DismissAnomaly(string Tenant, Guid Id, string? Note, string By);

/// <summary>What became of a command.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record AnomalyAnswer(string? Problem, Anomaly? Anomaly = null);
