namespace Platform.Contracts.Anomalies;

/// <summary>A series was not as expected when a minute closed. Stream: <see cref="Anomaly.IdOf"/>, in the default tenant.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Dimension">By what the series is told apart; empty for totals.</param>
/// <param name="Value">Its value of the dimension; empty for totals.</param>
/// <param name="StartedAt">The first minute that is not as expected.</param>
/// <param name="At">When the minute closed that showed it.</param>
/// <param name="Minutes">How many minutes the figures are about.</param>
/// <param name="Score">How far it is apart, in standard deviations of what is usual.</param>
/// <param name="Explanation">In words, with what contributed most.</param>
public sealed record AnomalyDetected(
    string Tenant, string Metric, string Dimension, string Value, AnomalyKind Kind, DateTimeOffset StartedAt, DateTimeOffset At, int Minutes,
    double Observed, double Expected, double Lower, double Upper, double Score, string Explanation);

/// <summary>It has lasted so long that it is another kind.</summary>
public sealed record AnomalyReclassified(AnomalyKind Kind, string Explanation, DateTimeOffset At);

/// <summary>Somebody has seen it.</summary>
public sealed record AnomalyAcknowledged(string? Note, string By, DateTimeOffset At);

/// <summary>Somebody says that it is none: that much is not unusual of this series.</summary>
public sealed record AnomalyDismissed(string? Note, string By, DateTimeOffset At);

/// <summary>The series is as expected again.</summary>
public sealed record AnomalyResolved(DateTimeOffset At);
