namespace Platform.Ml.Forecasting;

/// <summary>Where smoothing begins: level, slope and season of the first cycles, from moving averages and a straight line.</summary>
internal static class EtsStart
{
    private const int Cycles = 4;
    private const int LinePoints = 10;

    public static (double Level, double Slope, double[] Season) Of(ReadOnlySpan<double> values, int period, EtsPart season)
    {
        var indices = season == EtsPart.None ? [] : Season(values[..Math.Min(values.Length, Math.Max(2, Cycles) * period)], period, season);
        var adjusted = new double[Math.Min(values.Length, Math.Max(LinePoints, indices.Length))];
        for (var i = 0; i < adjusted.Length; i++)
            adjusted[i] = season switch
            {
                EtsPart.None => values[i],
                EtsPart.Additive => values[i] - indices[i % period],
                _ => values[i] / indices[i % period],
            };
        var (intercept, slope) = Line(adjusted);
        return (intercept - slope, slope, indices);
    }

    /// <summary>The season's shape: mean deviation from the centred moving average, summing to nothing (or averaging to one).</summary>
    public static double[] Season(ReadOnlySpan<double> values, int period, EtsPart season)
    {
        var sums = new double[period];
        var counts = new int[period];
        for (var i = period / 2; i + period / 2 < values.Length; i++)
        {
            var trend = Centred(values, i, period);
            sums[i % period] += season == EtsPart.Additive ? values[i] - trend : values[i] / trend;
            counts[i % period]++;
        }
        var neutral = season == EtsPart.Additive ? 0.0 : 1.0;
        var shape = sums.Zip(counts, (sum, count) => count == 0 ? neutral : sum / count).ToArray();
        var mean = shape.Average();
        return [.. shape.Select(value => season == EtsPart.Additive ? value - mean : value / mean)];
    }

    // The two ends of an even window count half, so that every phase of the season counts once.
    private static double Centred(ReadOnlySpan<double> values, int at, int period)
    {
        var half = period / 2;
        var sum = 0.0;
        for (var i = at - half; i <= at + half; i++)
            sum += values[i] * (period % 2 == 0 && (i == at - half || i == at + half) ? 0.5 : 1);
        return sum / period;
    }

    /// <summary>The straight line of least squares over the positions 0, 1, 2, …</summary>
    public static (double Intercept, double Slope) Line(double[] values)
    {
        var (middle, mean) = ((values.Length - 1) / 2.0, values.Average());
        var (numerator, denominator) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            numerator += (i - middle) * (values[i] - mean);
            denominator += (i - middle) * (i - middle);
        }
        var slope = denominator == 0 ? 0 : numerator / denominator;
        return (mean - slope * middle, slope);
    }
}
