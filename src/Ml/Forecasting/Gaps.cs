namespace Platform.Ml.Forecasting;

/// <summary>Missing values, for models that need every one.</summary>
public static class Gaps
{
    /// <summary>Draws a straight line through each gap; what is missing at an end is the nearest value.</summary>
    /// <param name="values">At least one is a number; what is not finite is missing.</param>
    public static double[] Fill(double[] values)
    {
        var filled = (double[])values.Clone();
        var known = Enumerable.Range(0, values.Length).Where(i => double.IsFinite(values[i])).ToList();
        for (var i = 0; i < known[0]; i++)
            filled[i] = values[known[0]];
        foreach (var (from, to) in known.Zip(known.Skip(1)))
            for (var i = from + 1; i < to; i++)
                filled[i] = values[from] + (values[to] - values[from]) * (i - from) / (to - from);
        for (var i = known[^1] + 1; i < values.Length; i++)
            filled[i] = values[known[^1]];
        return filled;
    }
}
