namespace Platform.Contracts.Anomalies;

/// <summary>Where an anomaly stands.</summary>
public enum AnomalyStatus
{
    /// <summary>Nobody has looked at it.</summary>
    Open,

    /// <summary>Somebody looks after it.</summary>
    Acknowledged,

    /// <summary>It is over, or was none.</summary>
    Resolved,
}

/// <summary>An anomaly as its events tell it.</summary>
public sealed record Anomaly
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>By what the series is told apart; empty for totals.</summary>
    public required string Dimension { get; init; }

    /// <summary>Its value of the dimension; empty for totals.</summary>
    public required string Value { get; init; }

    /// <summary>In which way it is not as expected.</summary>
    public AnomalyKind Kind { get; init; }

    /// <summary>The first minute that is not as expected.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the minute closed that showed it.</summary>
    public DateTimeOffset DetectedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many minutes the figures are about.</summary>
    public int Minutes { get; init; }

    /// <summary>What there was.</summary>
    public double Observed { get; init; }

    /// <summary>What was to be expected.</summary>
    public double Expected { get; init; }

    /// <summary>Below is unusual.</summary>
    public double Lower { get; init; }

    /// <summary>Above is unusual.</summary>
    public double Upper { get; init; }

    /// <summary>How far it is apart, in standard deviations of what is usual.</summary>
    public double Score { get; init; }

    /// <summary>In words.</summary>
    public required string Explanation { get; init; }

    /// <summary>Where it stands.</summary>
    public AnomalyStatus Status { get; init; }

    /// <summary>What was noted last.</summary>
    public string? Note { get; init; }

    /// <summary>Who acknowledged or dismissed it.</summary>
    public string? HandledBy { get; init; }

    /// <summary>When somebody said that it is none.</summary>
    public DateTimeOffset? DismissedAt { get; init; }

    /// <summary>The stream of what a series shows at a minute: the same in every replay.</summary>
    public static Guid IdOf(string tenant, string metric, string dimension, string value, DateTimeOffset at) =>
        DerivedId.At(at, "anomaly", tenant, $"{metric}\n{dimension}\n{value}");

    /// <summary>The anomaly after an event; unknown events change nothing.</summary>
    public static Anomaly? Evolve(Anomaly? anomaly, Guid id, object happened) => (anomaly, happened) switch
    {
        (null, AnomalyDetected found) => new()
        {
            Id = id, Tenant = found.Tenant, Metric = found.Metric, Dimension = found.Dimension, Value = found.Value, Kind = found.Kind, StartedAt = found.StartedAt,
            DetectedAt = found.At, Minutes = found.Minutes, Observed = found.Observed, Expected = found.Expected, Lower = found.Lower, Upper = found.Upper,
            Score = found.Score, Explanation = found.Explanation,
        },
        (not null, AnomalyReclassified other) => anomaly with { Kind = other.Kind, Explanation = other.Explanation },
        (not null, AnomalyAcknowledged seen) => anomaly with
        {
            Status = anomaly.Status == AnomalyStatus.Open ? AnomalyStatus.Acknowledged : anomaly.Status, Note = seen.Note ?? anomaly.Note, HandledBy = seen.By,
        },
        (not null, AnomalyDismissed none) => anomaly with { Status = AnomalyStatus.Resolved, Note = none.Note ?? anomaly.Note, HandledBy = none.By, DismissedAt = none.At },
        (not null, AnomalyResolved over) => anomaly with { Status = AnomalyStatus.Resolved, EndedAt = over.At },
        _ => anomaly,
    };
}
