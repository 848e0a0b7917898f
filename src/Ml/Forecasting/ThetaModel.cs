namespace Platform.Ml.Forecasting;

/// <summary>
/// The theta method (Assimakopoulos and Nikolopoulos, 2000): the series without its season is smoothed, and half of its
/// straight line's slope carries it on; the season is put back.
/// </summary>
public sealed class ThetaModel : ForecastModel
{
    private const int SmoothingSteps = 40;

    private readonly int _period;
    private readonly EtsPart _season;

    private ThetaModel(int period, EtsPart season) => (_period, _season) = (period, season);

    /// <inheritdoc />
    public override string Name => "theta";

    /// <summary>Decides whether the season is multiplied: where every value is positive.</summary>
    public static ThetaModel Fit(double[] values, int period) => period > 1 && values.Length >= 2 * period + 2
        ? new(period, values.All(value => value > 0) ? EtsPart.Multiplicative : EtsPart.Additive)
        : new(1, EtsPart.None);

    /// <inheritdoc />
    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var season = _season == EtsPart.None ? [0.0] : EtsStart.Season(history, _period, _season);
        var adjusted = new double[history.Length];
        for (var i = 0; i < adjusted.Length; i++)
            adjusted[i] = _season switch
            {
                EtsPart.None => history[i],
                EtsPart.Additive => history[i] - season[i % _period],
                _ => history[i] / season[i % _period],
            };
        var (alpha, level) = Smooth(adjusted);
        var drift = EtsStart.Line(adjusted).Slope / 2;
        var count = adjusted.Length;
        var forecast = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var value = level + drift * (step + (1 - Math.Pow(1 - alpha, count)) / alpha);
            var index = season[(count + step) % season.Length];
            forecast[step] = _season == EtsPart.Multiplicative ? value * index : value + index;
        }
        return forecast;
    }

    private static (double Alpha, double Level) Smooth(double[] values)
    {
        var best = (Alpha: 1.0, Level: values[^1], Squares: double.MaxValue);
        for (var grid = 1; grid <= SmoothingSteps; grid++)
        {
            var (alpha, level, squares) = (grid / (double)SmoothingSteps, values[0], 0.0);
            foreach (var value in values)
            {
                var error = value - level;
                squares += error * error;
                level += alpha * error;
            }
            if (squares < best.Squares)
                best = (alpha, level, squares);
        }
        return (best.Alpha, best.Level);
    }
}
