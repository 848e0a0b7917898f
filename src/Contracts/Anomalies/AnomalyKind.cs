namespace Platform.Contracts.Anomalies;

/// <summary>In which way a series is not as expected.</summary>
public enum AnomalyKind
{
    /// <summary>Far more than usual, for a while.</summary>
    Spike,

    /// <summary>Far less than usual, for a while.</summary>
    Drop,

    /// <summary>Next to nothing where there should be something.</summary>
    Outage,

    /// <summary>A step to another level that stays.</summary>
    LevelShift,

    /// <summary>The shape of the day or week is another one.</summary>
    SeasonalityChange,

    /// <summary>A slow rise or fall that the season does not explain.</summary>
    TrendChange,
}
