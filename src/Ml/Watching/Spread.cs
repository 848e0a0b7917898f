namespace Platform.Ml.Watching;

/// <summary>
/// How far a sum of counts may be from what is expected. Counts of a quiet series are skewed like Poisson's: their square roots
/// are not, with a variance of a quarter, times the dispersion, which is learnt. What the expectation itself may be wrong by grows with it.
/// </summary>
internal sealed class Spread
{
    private const double ModelError = 0.06;
    private const double Memory = 1.0 / 3_000;
    private const double Quickest = 1.0 / 100;
    private const double Clip = 3;

    private readonly double[] _scales;
    private double _dispersion = 1;
    private int _seen;

    public Spread(int windows)
    {
        _scales = new double[windows];
        Array.Fill(_scales, 1);
    }

    /// <summary>The deviation in standard deviations, before what is usual of the window is known.</summary>
    public double Raw(double observed, double expected)
    {
        var (counted, told) = (Math.Max(0, observed) / _dispersion, expected / _dispersion);
        return 2 * (Math.Sqrt(counted + 0.375) - Math.Sqrt(told + 0.375)) / Math.Sqrt(1 + ModelError * ModelError * told);
    }

    /// <summary>How many independent counts that is worth.</summary>
    public double Counts(double expected) => expected / _dispersion;

    /// <summary>The deviation, in what is usual of a window.</summary>
    public double Of(int window, double raw) => raw / Math.Sqrt(Math.Max(1, _scales[window]));

    /// <summary>Observed values at a number of usual deviations from an expected one.</summary>
    public double At(double expected, double deviations)
    {
        var told = expected / _dispersion;
        var root = Math.Sqrt(told + 0.375) + deviations * Math.Sqrt(Math.Max(1, _scales[0])) * Math.Sqrt(1 + ModelError * ModelError * told) / 2;
        return root <= 0 ? 0 : Math.Max(0, (root * root - 0.375) * _dispersion);
    }

    /// <summary>Learns how far a minute was from what was expected.</summary>
    public void LearnDispersion(double observed, double expected)
    {
        if (expected <= 0)
            return;
        var noise = Square(observed - expected) - Square(ModelError * expected);
        var most = Clip * Clip * (_dispersion * expected + Square(ModelError * expected));
        var rate = Math.Max(Memory, Math.Min(Quickest, 1.0 / ++_seen));
        // Weighed by the expectation, so that minutes with next to nothing do not decide.
        _dispersion = Math.Max(Smallest, _dispersion + rate * Math.Min(1, expected) * (Math.Min(noise, most) / expected - _dispersion));
    }

    /// <summary>Learns how far a window usually is.</summary>
    public void LearnScale(int window, double raw) => _scales[window] += Memory * (Math.Min(raw * raw, Clip * Clip * Math.Max(1, _scales[window])) - _scales[window]);

    public void Write(BinaryWriter to)
    {
        to.Write(_dispersion);
        to.Write(_seen);
        foreach (var scale in _scales)
            to.Write(scale);
    }

    public void Read(BinaryReader from)
    {
        (_dispersion, _seen) = (from.ReadDouble(), from.ReadInt32());
        for (var i = 0; i < _scales.Length; i++)
            _scales[i] = from.ReadDouble();
    }

    private const double Smallest = 0.5;

    private static double Square(double value) => value * value;
}
