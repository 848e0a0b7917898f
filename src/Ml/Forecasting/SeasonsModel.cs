namespace Platform.Ml.Forecasting;

/// <summary>
/// Exponential smoothing with any number of added seasons at once and a correction for the last error (Taylor, "Short-term
/// electricity demand forecasting using double seasonal exponential smoothing", 2003). Seasons may be hundreds of values long.
/// </summary>
public sealed class SeasonsModel : ForecastModel
{
    private const int Evaluations = 250;
    private const int FittedCycles = 8;

    private readonly int[] _periods;
    private readonly double[] _parameters;

    private SeasonsModel(int[] periods, double[] parameters) => (_periods, _parameters) = (periods, parameters);

    /// <inheritdoc />
    public override string Name => "several seasons";

    /// <summary>Fits smoothing and correction to the last cycles; null when there are fewer than two of the longest season.</summary>
    public static SeasonsModel? Fit(double[] values, int[] seasons)
    {
        int[] periods = [.. seasons.Where(period => period > 1).Order()];
        if (periods.Length == 0 || values.Length < 2 * periods[^1] + 2)
            return null;
        var recent = values[^Math.Min(values.Length, Math.Max(2 * periods[^1] + 2, FittedCycles * periods[^1]))..];
        double[] start = [0.1, 0.01, 0.5, .. periods.Select(_ => 0.15)];
        double[] step = [0.1, 0.01, 0.3, .. periods.Select(_ => 0.1)];
        var best = NelderMead.Minimise(parameters => new SeasonsModel(periods, parameters).Run(recent, null), start, step, Evaluations);
        return new SeasonsModel(periods, best);
    }

    /// <inheritdoc />
    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var forecast = new double[horizon];
        Run(history, forecast);
        return forecast;
    }

    /// <returns>The sum of squared errors after the first cycle of the longest season, from which the states start.</returns>
    private double Run(ReadOnlySpan<double> values, double[]? forecast)
    {
        var (alpha, beta, correction) = (_parameters[0], _parameters[1], _parameters[2]);
        if (alpha is < 0 or > 1 || beta is < 0 or > 0.5 || Math.Abs(correction) > 0.99 || _parameters.Skip(3).Any(gamma => gamma is < 0 or > 1))
            return double.MaxValue;
        var seasons = Start(values);
        var cycle = _periods[^1];
        var level = Mean(values[..Math.Min(values.Length, cycle)]);
        var (slope, error, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var usual = level + slope + Seasons(seasons, i);
            var residual = values[i] - usual;
            var surprise = residual - correction * error;
            error = residual;
            if (i >= cycle)
                squares += surprise * surprise;
            level += slope + alpha * surprise;
            slope += beta * alpha * surprise;
            for (var s = 0; s < _periods.Length; s++)
                seasons[s][i % _periods[s]] += _parameters[3 + s] * surprise;
        }
        for (var step = 0; step < forecast?.Length; step++)
        {
            error *= correction;
            forecast[step] = level + (step + 1) * slope + Seasons(seasons, values.Length + step) + error;
        }
        return squares;
    }

    // Each longer season starts with what the shorter ones leave unsaid in the first two cycles.
    private double[][] Start(ReadOnlySpan<double> values)
    {
        var rest = values[..Math.Min(values.Length, 2 * _periods[^1])].ToArray();
        var mean = Mean(rest);
        for (var i = 0; i < rest.Length; i++)
            rest[i] -= mean;
        var seasons = new double[_periods.Length][];
        for (var s = 0; s < _periods.Length; s++)
        {
            var period = _periods[s];
            seasons[s] = [.. Enumerable.Range(0, period).Select(phase => Phase(rest, phase, period))];
            for (var i = 0; i < rest.Length; i++)
                rest[i] -= seasons[s][i % period];
        }
        return seasons;
    }

    private double Seasons(double[][] seasons, int at)
    {
        var sum = 0.0;
        for (var s = 0; s < _periods.Length; s++)
            sum += seasons[s][at % _periods[s]];
        return sum;
    }

    private static double Phase(double[] values, int phase, int period)
    {
        var (sum, count) = (0.0, 0);
        for (var i = phase; i < values.Length; i += period, count++)
            sum += values[i];
        return sum / count;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
