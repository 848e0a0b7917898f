namespace Platform.Contracts;

/// <summary>The one place where fresh identifiers are made: version 7, so that they sort by creation time.</summary>
public static class NewId
{
    /// <summary>A new, time-ordered identifier.</summary>
    /// <param name="clock">Gives the creation time that the identifier carries.</param>
    public static Guid Next(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}
