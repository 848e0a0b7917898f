namespace Platform.Ml.Forecasting;

/// <summary>A value to come, with the intervals that it lies in four times of five, and nineteen times of twenty.</summary>
public sealed record ForecastValue(double Value, double Lower80, double Upper80, double Lower95, double Upper95);

/// <summary>How the models did on the last part of the history, which they had not seen: means over several origins.</summary>
/// <param name="Smape">Symmetric mean absolute percentage error, 0 to 2.</param>
/// <param name="Mase">Mean absolute error, in those of the seasonal naive model one step ahead; below 1 is better than it.</param>
/// <param name="Coverage">Share of the values within the 95 % interval.</param>
public sealed record BackTest(double Smape, double Mase, double Coverage);

/// <summary>A forecast: the models it comes from, the values and how they did on known data.</summary>
public sealed record SeriesForecast(string Model, IReadOnlyList<ForecastValue> Values, BackTest BackTest);

/// <summary>
/// Continues an evenly spaced series: fits several models to the first part, sees how each does on the rest from several
/// origins, and weighs them by that.
/// </summary>
public static class Forecaster
{
    /// <summary>Fewest values that can be continued.</summary>
    public const int Fewest = 4;

    private const int Origins = 8;
    private const double Tolerated = 1.6;

    /// <summary>Makes a forecast.</summary>
    /// <param name="values">The history, none missing; at least <see cref="Fewest"/>.</param>
    /// <param name="horizon">How many values to give.</param>
    /// <param name="seasons">Lengths of the seasons, such as 24 and 168 for hours; none for a series without.</param>
    public static SeriesForecast Run(double[] values, int horizon, params int[] seasons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, Fewest);
        int[] periods = [.. seasons.Where(season => season > 1 && values.Length >= 2 * season).Distinct().Order()];
        var held = Held(values.Length, horizon, periods);
        var early = Candidates.Fit(values[..^held], periods);
        var errors = early.ToDictionary(
            candidate => candidate.Key, candidate => RollingOrigin.Errors(candidate.Value, values, values.Length - held, Origins, Math.Min(horizon, held)));
        var best = errors.Min(candidate => candidate.Value.MeanAbsolute);
        var known = new Combination([.. Weigh(early, errors, best)]);
        var model = new Combination([.. Weigh(Candidates.Fit(values, periods), errors, best)]);
        return new SeriesForecast(model.Name, Intervals.Around(model, values, horizon), Test(known, values, held, Math.Min(horizon, held), periods));
    }

    // Enough to tell the models apart, not so much that too little is left to learn from.
    private static int Held(int length, int horizon, int[] periods) =>
        Math.Clamp(Math.Max(horizon, periods.Length == 0 ? 6 : periods[0]) + Origins, 1, Math.Max(1, length / 4));

    private static IEnumerable<(ForecastModel Model, double Weight)> Weigh(Dictionary<string, ForecastModel> models, Dictionary<string, ErrorFigures> errors, double best)
    {
        var able = models.Where(model => errors.ContainsKey(model.Key) && errors[model.Key].MeanAbsolute <= Tolerated * best + 1e-12).ToList();
        return (able.Count == 0 ? [.. models] : able).Select(model =>
            (model.Value, 1 / Math.Pow((errors.GetValueOrDefault(model.Key)?.MeanAbsolute ?? best) + 1e-12, 2)));
    }

    private static BackTest Test(ForecastModel model, double[] values, int held, int horizon, int[] periods)
    {
        var figures = RollingOrigin.Errors(model, values, values.Length - held, Origins, horizon);
        var scale = RollingOrigin.NaiveError(values.AsSpan(..^held), periods.Length == 0 ? 1 : periods[^1]);
        var intervals = Intervals.Around(model, values[..^held], horizon);
        var inside = Enumerable.Range(0, horizon).Count(step => values[values.Length - held + step] is var value && value >= intervals[step].Lower95 && value <= intervals[step].Upper95);
        return new BackTest(figures.Smape, scale == 0 ? 0 : figures.MeanAbsolute / scale, (double)inside / horizon);
    }
}
