using CsCheck;
using Platform.Ml.Detection;

namespace Platform.Tests.Unit.Detection;

public class RecordDetectorTests(ITestOutputHelper output)
{
    [Fact]
    public void The_benchmark_is_scored_above_65_with_one_threshold_and_one_configuration_for_all_files()
    {
        var files = NabCorpus.Series.Select(series => (Raw: NabScore.Raw(series, Scores(series, series.Values.Length), RecordDetector.Threshold), Windows: series.Windows.Length)).ToList();
        var score = NabScore.Of(files);
        var random = new Random(1);
        var resampled = Enumerable.Range(0, 500).Select(_ => NabScore.Of([.. Enumerable.Range(0, files.Count).Select(_ => files[random.Next(files.Count)])])).ToList();
        var mean = resampled.Average();
        output.WriteLine($"standard profile {score:F1}, bootstrap standard deviation {Math.Sqrt(resampled.Average(value => (value - mean) * (value - mean))):F1}");

        Assert.InRange(score, 65, 100);
    }

    [Fact]
    public void An_earlier_score_knows_nothing_of_later_values()
    {
        foreach (var series in NabCorpus.Series)
        {
            var whole = Scores(series, series.Values.Length);
            foreach (var part in new[] { 0.2, 0.5, 0.83 })
            {
                var length = (int)(part * series.Values.Length);
                Assert.Equal(whole.Take(length), Scores(series, length));
            }
        }
    }

    [Fact]
    public void Every_score_is_between_0_and_1_whatever_the_values() =>
        Gen.Double.List[0, 200].Sample(values =>
        {
            var detector = new RecordDetector();
            Assert.All(values, value => Assert.InRange(detector.Score(DateTimeOffset.UnixEpoch, value), 0, 1));
        });

    [Fact]
    public void A_missing_value_scores_nothing_and_changes_nothing() =>
        Gen.Double[-1e6, 1e6].List[1, 300].Sample(values =>
        {
            var (gaps, without) = (new RecordDetector(), new RecordDetector());
            foreach (var value in values)
            {
                Assert.Equal(0, gaps.Score(DateTimeOffset.UnixEpoch, double.NaN));
                Assert.Equal(without.Score(DateTimeOffset.UnixEpoch, value), gaps.Score(DateTimeOffset.UnixEpoch, value));
            }
        });

    [Fact]
    public void The_running_median_is_the_median_of_the_last_values() =>
        Gen.Select(Gen.Int[1, 20], Gen.Double[-5, 5].Select(value => Math.Round(value)).List[1, 100]).Sample((window, values) =>
        {
            var median = new RunningMedian(window);
            for (var i = 0; i < values.Count; i++)
            {
                median.Add(values[i]);
                var last = values.Take(i + 1).TakeLast(window).Order().ToList();
                Assert.Equal((last[(last.Count - 1) / 2] + last[last.Count / 2]) / 2, median.Value);
            }
        });

    private static List<double> Scores(NabSeries series, int length)
    {
        var detector = new RecordDetector();
        return [.. Enumerable.Range(0, length).Select(row => detector.Score(series.At[row], series.Values[row]))];
    }
}
