namespace Platform.Tests.Unit;

/// <summary>A clock whose time of day somebody sets, while the one that only measures goes on.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
