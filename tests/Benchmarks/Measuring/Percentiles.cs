namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>Exact percentiles of a sample, by nearest rank.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(IEnumerable<double> sample) => _sorted = [.. sample.Order()];

    /// <summary>How many values there are.</summary>
    public int Count => _sorted.Length;

    /// <summary>The least value that at least this share (0 to 1) of the sample does not exceed; null without a sample.</summary>
    public double? At(double share) =>
        _sorted.Length == 0 ? null : Math.Round(_sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * share) - 1)], 2);
}
