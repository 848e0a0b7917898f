namespace Platform.Tests.Unit.Detection;

/// <summary>
/// The benchmark's standard profile at a fixed threshold: the earliest detection in a window earns up to 1, a missed window
/// costs 1, each detection outside costs up to 0.11, less just after a window; the first 15 % of a file (750 rows at most) do not count.
/// </summary>
internal static class NabScore
{
    private const double FalseAlarm = 0.11;

    /// <summary>What the detections of a file earn, and what a perfect and a silent detector would.</summary>
    public static double Raw(NabSeries series, IReadOnlyList<double> scores, double threshold)
    {
        var probation = (int)Math.Min(Math.Floor(0.15 * series.Values.Length), 0.15 * 5_000);
        var best = new double?[series.Windows.Length];
        var raw = 0.0;
        for (var row = probation; row < scores.Count; row++)
        {
            if (scores[row] < threshold)
                continue;
            var window = Array.FindIndex(series.Windows, window => row >= window.First && row <= window.Last);
            if (window >= 0)
            {
                var (first, last) = series.Windows[window];
                var weight = Sigmoid(-(last - row + 1) / (last - first + 1.0)) / Sigmoid(-1);
                best[window] = Math.Max(best[window] ?? weight, weight);
                continue;
            }
            var before = Array.FindLastIndex(series.Windows, window => window.Last < row);
            raw += FalseAlarm * (before < 0 ? -1 : Sigmoid((row - series.Windows[before].Last) / (double)(series.Windows[before].Last - series.Windows[before].First)));
        }
        return raw + best.Sum(weight => weight ?? -1);
    }

    /// <summary>The normalised score of a corpus, 100 for a perfect detector and 0 for a silent one.</summary>
    public static double Of(IReadOnlyCollection<(double Raw, int Windows)> files)
    {
        var windows = files.Sum(file => file.Windows);
        return 100 * (files.Sum(file => file.Raw) + windows) / (2 * windows);
    }

    private static double Sigmoid(double position) => position > 3 ? -1 : 2 / (1 + Math.Exp(5 * position)) - 1;
}
