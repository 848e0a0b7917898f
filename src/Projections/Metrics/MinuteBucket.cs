namespace Platform.Projections.Metrics;

/// <summary>Minutes of valid time, and when one closes.</summary>
public static class MinuteBucket
{
    /// <summary>What is recorded this long after the end of a minute still belongs to what was known when it closed: clients send in batches.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The start of the minute that a moment lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>When a minute closes.</summary>
    public static DateTimeOffset Closes(DateTimeOffset minute) => minute + TimeSpan.FromMinutes(1) + Grace;

    /// <summary>Whether what was recorded at a moment was known when the minute closed.</summary>
    public static bool IsTimely(DateTimeOffset minute, DateTimeOffset recordedAt) => recordedAt < Closes(minute);
}
