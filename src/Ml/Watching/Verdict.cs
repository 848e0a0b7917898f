using Platform.Contracts.Anomalies;

namespace Platform.Ml.Watching;

/// <summary>What a detector makes of a minute.</summary>
/// <param name="Expected">What was to be expected, by all that was known before.</param>
/// <param name="Lower">Below is unusual.</param>
/// <param name="Upper">Above is unusual.</param>
/// <param name="Change">What begins, becomes another kind, or ends; null when nothing does.</param>
public readonly record struct Verdict(double Expected, double Lower, double Upper, Change? Change);

/// <summary>Where an episode stands.</summary>
public enum ChangeState
{
    /// <summary>It begins.</summary>
    Begins,

    /// <summary>It has lasted so long that it is another kind.</summary>
    Becomes,

    /// <summary>The series is as expected again.</summary>
    Ends,
}

/// <summary>Something about a series that is not as expected.</summary>
/// <param name="Found">The minute that showed it first.</param>
/// <param name="Since">The minute in which it began, counted from the Unix epoch.</param>
/// <param name="Minutes">How many minutes the figures are about.</param>
/// <param name="Observed">What there was in these minutes.</param>
/// <param name="Expected">What was expected of them.</param>
/// <param name="Score">How far that is apart, in standard deviations of what is usual.</param>
public sealed record Change(ChangeState State, AnomalyKind Kind, long Found, long Since, int Minutes, double Observed, double Expected, double Score);
