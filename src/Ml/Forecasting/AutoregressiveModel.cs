using MathNet.Numerics.LinearAlgebra;

namespace Platform.Ml.Forecasting;

/// <summary>A linear regression on the series' own past after taking differences (ARI), the order by Akaike's criterion.</summary>
public sealed class AutoregressiveModel : ForecastModel
{
    private readonly int[] _differences;
    private readonly int[] _lags;
    private readonly double[] _weights;
    private readonly bool _logarithm;

    private AutoregressiveModel(int[] differences, int[] lags, double[] weights, bool logarithm) =>
        (_differences, _lags, _weights, _logarithm) = (differences, lags, weights, logarithm);

    /// <inheritdoc />
    public override string Name => "autoregression";

    /// <summary>Fits it; null when the series is too short.</summary>
    public static AutoregressiveModel? Fit(double[] values, int period)
    {
        var logarithm = values.All(value => value > 0) && Growing(values);
        var given = logarithm ? Array.ConvertAll(values, Math.Log) : values;
        var seasonal = period > 1 && values.Length >= 4 * period;
        int[] differences = seasonal ? [period] : values.Length >= 20 && Wanders(values) ? [1] : [];
        if (seasonal && Wanders(Difference(given, period)))
            differences = [period, 1];
        var rest = differences.Aggregate(given, Difference);
        var longest = Math.Min(12, rest.Length / 5);
        AutoregressiveModel? best = null;
        var least = double.PositiveInfinity;
        var from = longest + (seasonal ? 2 * period : 0);
        if (rest.Length - from < 10)
            from = longest;
        for (var order = 0; order <= longest; order++)
            foreach (var seasons in seasonal && from >= longest + 2 * period ? new[] { 0, 1, 2 } : [0])
            {
                int[] lags = [.. Enumerable.Range(1, order), .. Enumerable.Range(1, seasons).Select(season => season * period).Where(lag => lag > order)];
                if (rest.Length - from < 2 * lags.Length + 8)
                    continue;
                var (weights, squares) = Regress(rest, lags, from, constant: differences.Length < 2);
                var count = rest.Length - from;
                var criterion = count * Math.Log(squares / count + 1e-300) + 2.0 * (lags.Length + 1) * count / Math.Max(1, count - lags.Length - 2);
                if (criterion < least)
                    (least, best) = (criterion, new AutoregressiveModel(differences, lags, weights, logarithm));
            }
        return best;
    }

    /// <inheritdoc />
    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var levels = new List<double[]> { _logarithm ? Array.ConvertAll(history.ToArray(), value => Math.Log(Math.Max(value, 1e-9))) : history.ToArray() };
        foreach (var lag in _differences)
            levels.Add(Difference(levels[^1], lag));
        var rest = levels[^1].ToList();
        for (var step = 0; step < horizon; step++)
            rest.Add(_weights[0] + _lags.Select((lag, i) => rest.Count >= lag ? _weights[i + 1] * rest[^lag] : 0).Sum());
        var future = rest.TakeLast(horizon).ToArray();
        for (var i = _differences.Length - 1; i >= 0; i--)
            future = Integrate(levels[i], future, _differences[i]);
        return _logarithm ? Array.ConvertAll(future, Math.Exp) : future;
    }

    private static (double[] Weights, double Squares) Regress(double[] values, int[] lags, int from, bool constant)
    {
        var rows = Matrix<double>.Build.Dense(values.Length - from, lags.Length + 1, (row, column) =>
            column == 0 ? constant ? 1 : 0 : values[from + row - lags[column - 1]]);
        var targets = Vector<double>.Build.Dense(values.Length - from, row => values[from + row]);
        var normal = rows.TransposeThisAndMultiply(rows);
        var ridge = 1e-8 * (1 + normal.Trace() / normal.RowCount);
        for (var i = 0; i < normal.RowCount; i++)
            normal[i, i] += ridge;
        var weights = normal.Cholesky().Solve(rows.TransposeThisAndMultiply(targets));
        var errors = targets - rows * weights;
        return ([.. weights], errors * errors);
    }

    private static double[] Difference(double[] values, int lag) => [.. values.Skip(lag).Zip(values, (now, before) => now - before)];

    private static double[] Integrate(double[] before, double[] future, int lag)
    {
        var all = before.TakeLast(lag).ToList();
        foreach (var change in future)
            all.Add(all[^lag] + change);
        return [.. all.Skip(lag)];
    }

    // A series that forgets its level slowly has differences that vary less than it does itself.
    private static bool Wanders(double[] values) => values.Length > 10 && Variance(Difference(values, 1)) < 0.6 * Variance(values);

    // Where the swings grow with the level the logarithm evens them out.
    private static bool Growing(double[] values)
    {
        var half = values.Length / 2;
        var (early, late) = (values[..half], values[half..]);
        var (ratio, spread) = (late.Average() / early.Average(), Math.Sqrt(Variance(Difference(late, 1)) / (Variance(Difference(early, 1)) + 1e-300)));
        return ratio > 1.2 && spread > 1.2 || ratio < 0.8 && spread < 0.8;
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
