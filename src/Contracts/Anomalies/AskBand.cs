namespace Platform.Contracts.Anomalies;

/// <summary>Asks what was to be expected of a series, bucket by bucket, each minute by what was known then.</summary>
/// <param name="Dimension">Empty for totals.</param>
/// <param name="BucketMinutes">How long a bucket is; it begins at a multiple of that.</param>
public sealed record AskBand(string Tenant, string Metric, string Dimension, string Value, DateTimeOffset From, DateTimeOffset To, int BucketMinutes);

/// <summary>What was to be expected.</summary>
/// <param name="Problem">What to change; null when there is an answer.</param>
public sealed record Band(string? Problem, IReadOnlyList<BandPoint> Points);

/// <summary>What was to be expected of a bucket.</summary>
/// <param name="Lower">Below is unusual.</param>
/// <param name="Upper">Above is unusual.</param>
public sealed record BandPoint(DateTimeOffset Start, double Value, double Expected, double Lower, double Upper);
