namespace Platform.Ml.Forecasting;

/// <summary>How a part of a series comes in.</summary>
public enum EtsPart
{
    /// <summary>It has no such part.</summary>
    None,

    /// <summary>It is added.</summary>
    Additive,

    /// <summary>It is added, and fades out with the horizon; of trends only.</summary>
    Damped,

    /// <summary>It is multiplied; of errors and seasons only.</summary>
    Multiplicative,
}

/// <summary>Which exponential smoothing: error, trend, season (Hyndman and others, "Forecasting with Exponential Smoothing", 2008).</summary>
public sealed record EtsForm(EtsPart Error, EtsPart Trend, EtsPart Season)
{
    /// <summary>Such as <c>ETS(M,Ad,M)</c>.</summary>
    public string Name => $"ETS({Letter(Error)},{Letter(Trend)},{Letter(Season)})";

    /// <summary>Smoothing parameters: level, then trend, its damping and season where it has them.</summary>
    public int Parameters => 1 + (Trend == EtsPart.None ? 0 : Trend == EtsPart.Damped ? 2 : 1) + (Season == EtsPart.None ? 0 : 1);

    /// <summary>The forms worth trying: those with a multiplied part only where every value is positive, unstable mixtures never.</summary>
    public static IEnumerable<EtsForm> Candidates(bool seasonal, bool positive) =>
        from error in positive ? new[] { EtsPart.Additive, EtsPart.Multiplicative } : [EtsPart.Additive]
        from trend in new[] { EtsPart.None, EtsPart.Additive, EtsPart.Damped }
        from season in seasonal ? new[] { EtsPart.None, EtsPart.Additive, EtsPart.Multiplicative } : [EtsPart.None]
        where season != EtsPart.Multiplicative || error == EtsPart.Multiplicative
        select new EtsForm(error, trend, season);

    private static string Letter(EtsPart part) => part switch { EtsPart.None => "N", EtsPart.Additive => "A", EtsPart.Damped => "Ad", _ => "M" };
}
