namespace Platform.Ml.Alerting;

/// <summary>What a minute makes of a group of a rule.</summary>
public enum AlertTurn
{
    /// <summary>It stays as it was.</summary>
    None,

    /// <summary>The condition has held for as long as it had to.</summary>
    Fires,

    /// <summary>It has not held for long enough.</summary>
    Recovers,
}

/// <summary>Where a group of a rule stands.</summary>
/// <param name="Firing">Whether there is an alert.</param>
/// <param name="Since">The minute from which on the condition has held, or, while there is an alert, has not; null when neither.</param>
public readonly record struct AlertStanding(bool Firing, long? Since)
{
    /// <summary>Takes a minute in: the condition fires when it holds in so many minutes on end, and recovers when it does not in so many.</summary>
    /// <param name="holds">Whether the condition holds; null where nothing is known of the minute, which changes nothing.</param>
    public (AlertStanding Next, AlertTurn Turn) Take(long minute, bool? holds, TimeSpan lasting, TimeSpan recovering)
    {
        if (holds is null)
            return (this, AlertTurn.None);
        if (holds == Firing)
            return (this with { Since = null }, AlertTurn.None);
        var since = Since ?? minute;
        var enough = (Firing ? recovering : lasting).TotalMinutes;
        return minute - since + 1 >= enough
            ? (new AlertStanding(!Firing, null), Firing ? AlertTurn.Recovers : AlertTurn.Fires)
            : (this with { Since = since }, AlertTurn.None);
    }
}
