namespace Platform.ReadApi.Metrics;

/// <summary>What there was in a bucket, and what was to be expected of it by what was known before.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Value">What was known of its minutes when they closed.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Lower">Below is unusual.</param>
/// <param name="Upper">Above is unusual.</param>
public sealed record ExpectedPoint(DateTimeOffset Start, double Value, double Expected, double Lower, double Upper);
