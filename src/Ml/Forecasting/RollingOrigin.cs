namespace Platform.Ml.Forecasting;

/// <summary>Errors of a model over several origins.</summary>
internal sealed record ErrorFigures(double MeanAbsolute, double Smape);

/// <summary>Asks a model to continue a history from several points in it, and compares with what came.</summary>
internal static class RollingOrigin
{
    /// <summary>Mean errors over origins spread evenly from the first one to the last from which a step can be compared.</summary>
    public static ErrorFigures Errors(ForecastModel model, double[] values, int first, int origins, int horizon)
    {
        var (absolute, relative, count) = (0.0, 0.0, 0);
        var last = Math.Max(first, values.Length - Math.Max(1, horizon / 2));
        var stride = Math.Max(1, (last - first) / Math.Max(1, origins - 1));
        for (var origin = first; origin <= last && origin < values.Length; origin += stride)
        {
            var forecast = model.Continue(values.AsSpan(..origin), Math.Min(horizon, values.Length - origin));
            for (var step = 0; step < forecast.Length; step++, count++)
            {
                var (told, came) = (forecast[step], values[origin + step]);
                absolute += Math.Abs(told - came);
                relative += Math.Abs(told) + Math.Abs(came) is var sum && sum > 0 ? 2 * Math.Abs(told - came) / sum : 0;
            }
        }
        return double.IsFinite(absolute) ? new ErrorFigures(absolute / count, relative / count) : new ErrorFigures(double.MaxValue, 2);
    }

    /// <summary>Mean absolute error of saying what was a season ago, one step ahead.</summary>
    public static double NaiveError(ReadOnlySpan<double> values, int period)
    {
        var sum = 0.0;
        for (var i = period; i < values.Length; i++)
            sum += Math.Abs(values[i] - values[i - period]);
        return values.Length <= period ? 0 : sum / (values.Length - period);
    }
}
