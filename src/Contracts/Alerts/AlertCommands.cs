namespace Platform.Contracts.Alerts;

/// <summary>Keeps a rule and watches it from now on.</summary>
/// <param name="Notify">Names or ids of channels that are told at once.</param>
public sealed record DefineAlertRule(string Tenant, AlertDefinition Definition, IReadOnlyList<string> Notify, IReadOnlyList<NamedStep> Then, string By);

/// <summary>Makes a rule another one.</summary>
public sealed record ChangeAlertRule(string Tenant, Guid Id, AlertDefinition Definition, IReadOnlyList<string> Notify, IReadOnlyList<NamedStep> Then, string By);

/// <summary>A step of an escalation, its channels by name or id.</summary>
public sealed record NamedStep(TimeSpan After, IReadOnlyList<string> Notify);

/// <summary>Watches a rule, or does not any more.</summary>
public sealed record SwitchAlertRule(string Tenant, Guid Id, bool Enabled, string By);

/// <summary>Tells nobody of a rule's alerts until a moment.</summary>
public sealed record SilenceAlertRule(string Tenant, Guid Id, DateTimeOffset Until, string? Note, string By);

/// <summary>Stops offering a rule.</summary>
public sealed record ArchiveAlertRule(string Tenant, Guid Id, string By);

/// <summary>What became of a command about a rule.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record AlertRuleAnswer(string? Problem, AlertRule? Rule = null);

/// <summary>Says that somebody looks after an alert.</summary>
public sealed record AcknowledgeAlert(string Tenant, Guid Id, string? Note, string By);

/// <summary>What became of a command about an alert.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record AlertAnswer(string? Problem, Alert? Alert = null);

/// <summary>Keeps a way to tell people.</summary>
/// <param name="Target">An address.</param>
public sealed record DefineAlertChannel(string Tenant, string Name, AlertChannelKind Kind, string Target, string By);

/// <summary>Stops telling people by a channel.</summary>
public sealed record ArchiveAlertChannel(string Tenant, Guid Id, string By);

/// <summary>Tells a channel at once that this is a test.</summary>
public sealed record TestAlertChannel(string Tenant, Guid Id, string By);

/// <summary>What became of a command about a channel.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
/// <param name="SigningSecret">What a new webhook's requests are signed with; told this once.</param>
public sealed record AlertChannelAnswer(string? Problem, AlertChannel? Channel = null, string? SigningSecret = null);

/// <summary>Asks what a rule would have told in the past.</summary>
public sealed record SimulateAlertRule(string Tenant, AlertDefinition Definition, DateTimeOffset From, DateTimeOffset To);

/// <summary>What a rule would have told.</summary>
/// <param name="Problem">What to change; null when there is an answer.</param>
/// <param name="Minutes">How many minutes were looked at.</param>
public sealed record AlertSimulation(string? Problem, IReadOnlyList<SimulatedAlert> Alerts, long Minutes);

/// <summary>An alert that would have been.</summary>
/// <param name="ResolvedAt">Null when it would still be firing at the end.</param>
public sealed record SimulatedAlert(string Group, DateTimeOffset Since, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, double Figure, string Summary);
