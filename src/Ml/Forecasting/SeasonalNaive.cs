namespace Platform.Ml.Forecasting;

/// <summary>Says again what was one season ago; what every other model is measured by.</summary>
/// <param name="season">Length of the season; 1 for none.</param>
public sealed class SeasonalNaive(int season) : ForecastModel
{
    /// <inheritdoc />
    public override string Name => "seasonal naive";

    /// <inheritdoc />
    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var period = Math.Min(season, history.Length);
        var last = history[^period..];
        var forecast = new double[horizon];
        for (var step = 0; step < horizon; step++)
            forecast[step] = last[step % period];
        return forecast;
    }
}
