namespace Platform.Contracts;

/// <summary>The one place where fresh identifiers are made: version 7, so that they sort by creation time.</summary>
public static class NewId
{
    /// <summary>A new, time-ordered identifier.</summary>
    /// <param name="clock">Gives the creation time that the identifier carries.</param>
    public static Guid Next(TimeProvider clock) => At(clock.GetUtcNow());

    /// <summary>A new identifier that carries the given creation time.</summary>
    public static Guid At(DateTimeOffset time) => Guid.CreateVersion7(time);
}
