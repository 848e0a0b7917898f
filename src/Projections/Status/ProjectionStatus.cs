namespace Platform.Projections.Status;

/// <summary>How far a read model has come.</summary>
/// <param name="Sequence">Last event in it.</param>
/// <param name="HighWater">Last event that may be in it.</param>
/// <param name="Lag">Age of the oldest event that is not in it; zero when it is current.</param>
/// <param name="State">running, behind, stopped or rebuilding.</param>
/// <param name="Skipped">Events left out because applying them failed.</param>
public sealed record ProjectionStatus(
    string Name, int Version, long Sequence, long HighWater, TimeSpan Lag, double EventsPerSecond, string State, long Skipped);
