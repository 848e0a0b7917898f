namespace Platform.Ml.Detection;

/// <summary>
/// The greatest and least value so far. New records become rare by themselves (about 1/n on the n-th value of a quiet
/// series), whatever the distribution, and a series with wild values has set its record high already.
/// </summary>
public sealed class ExtremeRecord
{
    private const int Settling = 20;
    private const double Smallest = 1e-9;

    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;
    private int _seen;

    /// <summary>Takes a value in.</summary>
    /// <returns>By how much of the span so far it exceeds the record, 0 to 1; zero while there is too little to compare with.</returns>
    public double Exceed(double value)
    {
        var span = _greatest - _least + Smallest;
        var beyond = _seen == 0 ? 0 : Math.Max(0, Math.Max(value - _greatest, _least - value)) / span;
        (_least, _greatest) = (Math.Min(_least, value), Math.Max(_greatest, value));
        return ++_seen < Settling ? 0 : Math.Min(1, beyond);
    }
}
