namespace Platform.Ml.Forecasting;

/// <summary>
/// Intervals from the model's own errors at each step ahead, over many origins of the history. Where the series is positive
/// and grows or shrinks a lot, errors count relative to the level. The parameters have seen these values, so the spread is widened.
/// </summary>
internal static class Intervals
{
    private const int Origins = 80;
    private const double Quantile80 = 1.2816;
    private const double Quantile95 = 1.96;
    private const double Widening = 1.12;

    public static List<ForecastValue> Around(ForecastModel model, double[] values, int horizon)
    {
        var relative = values.Min() > 0 && values.Max() > 3 * values.Min();
        var spread = Spread(model, values, horizon, relative);
        return [.. model.Continue(values, horizon).Select((value, step) =>
        {
            var wide = spread[step] * (relative ? Math.Abs(value) : 1);
            return new ForecastValue(value, value - Quantile80 * wide, value + Quantile80 * wide, value - Quantile95 * wide, value + Quantile95 * wide);
        })];
    }

    // Standard deviation per step ahead; it never shrinks with the distance, and goes on like a random walk where nothing is known.
    private static double[] Spread(ForecastModel model, double[] values, int horizon, bool relative)
    {
        var squares = new double[horizon];
        var counts = new int[horizon];
        var first = Math.Max(values.Length / 3, values.Length - Origins - horizon);
        for (var origin = Math.Max(2, first); origin < values.Length; origin++)
        {
            var forecast = model.Continue(values.AsSpan(..origin), Math.Min(horizon, values.Length - origin));
            for (var step = 0; step < forecast.Length; step++)
            {
                var error = (values[origin + step] - forecast[step]) / (relative ? Math.Max(1e-9, Math.Abs(forecast[step])) : 1);
                squares[step] += error * error;
                counts[step]++;
            }
        }
        var spread = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var before = step == 0 ? 0 : spread[step - 1];
            spread[step] = counts[step] >= 5
                ? Math.Max(before, Widening * Math.Sqrt(squares[step] / counts[step]))
                : step == 0 ? 0 : before * Math.Sqrt((step + 1.0) / step);
        }
        return spread;
    }
}
