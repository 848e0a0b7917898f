using Marten;
using Platform.Contracts.Anomalies;
using Platform.Projections.Metrics;

namespace Platform.Ml.Watching;

/// <summary>Tells what was to be expected of a series: a detector of its own takes the last weeks in, and knows at each minute what was known then.</summary>
public static class AskBandHandler
{
    private const long Weeks = 4 * 7 * 24 * 60;
    private const long Longest = 40 * 24 * 60;
    private const long MostBuckets = 5_000;

    /// <summary>Answers from the rollups.</summary>
    public static async Task<Band> Handle(AskBand question, IDocumentStore store, CancellationToken cancellation)
    {
        var length = question.BucketMinutes;
        var (from, to) = (question.From.ToUnixTimeSeconds() / 60 / length * length, (question.To.ToUnixTimeSeconds() + 59) / 60);
        var place = MinutesQuery.Metrics.ToList().IndexOf(question.Metric);
        if (place < 0)
            return new Band($"'{question.Metric}' is not watched by the minute; {string.Join(", ", MinutesQuery.Metrics)} are.", []);
        if (to <= from || to - from > Longest || (to - from) / length > MostBuckets)
            return new Band($"'range' must end after it begins, at most 40 days and {MostBuckets} buckets later.", []);
        var minutes = new MinutesQuery(store);
        if (await minutes.FirstAsync(question.Tenant, from - Weeks, cancellation) is not { } first)
            return new Band(null, []);
        var rows = (await minutes.RowsAsync(question.Tenant, first, to, (question.Dimension, question.Value), cancellation)).ToDictionary(row => row.Minute);
        var gaps = await new WatchStore(store).GapsAsync(cancellation);
        var detector = new SeriesDetector();
        var points = new List<BandPoint>();
        var (observed, expected) = (0.0, 0.0);
        for (var minute = first; minute < to; minute++)
        {
            var row = rows.GetValueOrDefault(minute);
            var value = row is null ? gaps.Any(gap => minute >= gap.From && minute <= gap.To) ? double.NaN : 0 : (row.Timely[0] > 0 ? row.Timely : row.All)[place];
            var verdict = detector.Step(minute, value);
            (observed, expected) = (observed + (double.IsNaN(value) ? 0 : value), expected + verdict.Expected);
            if ((minute + 1) % length != 0)
                continue;
            var (lower, upper) = length == 1 ? (verdict.Lower, verdict.Upper) : detector.Usual(expected);
            if (minute >= from)
                points.Add(new BandPoint(DateTimeOffset.UnixEpoch.AddMinutes(minute + 1 - length), observed, expected, lower, upper));
            (observed, expected) = (0, 0);
        }
        return new Band(null, points);
    }
}
