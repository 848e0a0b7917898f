namespace Platform.Ml.Forecasting;

/// <summary>Minimises a function without derivatives (Nelder and Mead, 1965). The same input gives the same result.</summary>
internal static class NelderMead
{
    private const double Tolerance = 1e-8;
    private const double Narrow = 1e-4;

    public static double[] Minimise(Func<double[], double> function, double[] start, double[] step, int evaluations)
    {
        var size = start.Length;
        var points = Enumerable.Range(0, size + 1).Select(corner =>
        {
            var point = (double[])start.Clone();
            if (corner > 0)
                point[corner - 1] += step[corner - 1];
            return (Point: point, Value: Finite(function(point)));
        }).ToArray();
        for (var used = size + 1; used < evaluations;)
        {
            Array.Sort(points, (a, b) => a.Value.CompareTo(b.Value));
            if (points[^1].Value - points[0].Value <= Tolerance * (Math.Abs(points[0].Value) + Tolerance) && Width(points) <= Narrow)
                break;
            var centre = Centre(points, size);
            var reflected = Try(function, centre, points[^1].Point, 1, ref used);
            if (reflected.Value < points[0].Value)
            {
                var expanded = Try(function, centre, points[^1].Point, 2, ref used);
                points[^1] = expanded.Value < reflected.Value ? expanded : reflected;
            }
            else if (reflected.Value < points[^2].Value)
                points[^1] = reflected;
            else
            {
                var contracted = Try(function, centre, points[^1].Point, reflected.Value < points[^1].Value ? 0.5 : -0.5, ref used);
                if (contracted.Value < Math.Min(reflected.Value, points[^1].Value))
                    points[^1] = contracted;
                else
                    Shrink(function, points, ref used);
            }
        }
        return points.MinBy(point => point.Value).Point;
    }

    // Corners on both sides of a valley are equally high: only a small simplex has arrived.
    private static double Width((double[] Point, double Value)[] points)
    {
        var widest = 0.0;
        foreach (var (point, _) in points)
            for (var i = 0; i < point.Length; i++)
                widest = Math.Max(widest, Math.Abs(point[i] - points[0].Point[i]) / (1 + Math.Abs(points[0].Point[i])));
        return widest;
    }

    private static double[] Centre((double[] Point, double Value)[] points, int size)
    {
        var centre = new double[size];
        foreach (var (point, _) in points.AsSpan(0, size))
            for (var i = 0; i < size; i++)
                centre[i] += point[i] / size;
        return centre;
    }

    private static (double[] Point, double Value) Try(Func<double[], double> function, double[] centre, double[] worst, double factor, ref int used)
    {
        var point = new double[centre.Length];
        for (var i = 0; i < point.Length; i++)
            point[i] = centre[i] + factor * (centre[i] - worst[i]);
        used++;
        return (point, Finite(function(point)));
    }

    private static void Shrink(Func<double[], double> function, (double[] Point, double Value)[] points, ref int used)
    {
        for (var corner = 1; corner < points.Length; corner++)
        {
            var point = points[corner].Point.Zip(points[0].Point, (own, best) => best + 0.5 * (own - best)).ToArray();
            points[corner] = (point, Finite(function(point)));
            used++;
        }
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.MaxValue;
}
