namespace Platform.Ml.Alerting;

/// <summary>How far a rule was evaluated, kept in the transaction that tells what came of it.</summary>
public sealed class AlertPosition
{
    /// <summary>The rule's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The last minute that was taken in.</summary>
    public long Minute { get; set; }

    /// <summary>Since when the rule was as it was then.</summary>
    public DateTimeOffset Rule { get; set; }

    /// <summary>By group, the minute from which on the condition has held without an alert, or has not while there is one.</summary>
    public Dictionary<string, long> Since { get; set; } = [];
}
