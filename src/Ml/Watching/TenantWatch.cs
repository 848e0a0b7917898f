using Platform.Contracts.Anomalies;
using Platform.Projections.Metrics;

namespace Platform.Ml.Watching;

/// <summary>One series of a tenant.</summary>
/// <param name="Dimension">Empty for totals.</param>
internal sealed record SeriesKey(string Metric, string Dimension, string Value);

/// <summary>Something that a series shows when a minute closes.</summary>
internal sealed record Finding(SeriesKey Series, long Minute, Verdict Verdict, Change Change);

/// <summary>Watches every series of a tenant. It follows from the rollups alone: the same minutes give the same findings again.</summary>
internal sealed class TenantWatch(long next, long late)
{
    private const int MostOfDimensions = 3;
    private const int Version = 1;

    private readonly Dictionary<SeriesKey, Watched> _series = [];
    private bool _live;

    /// <summary>The next minute to take in.</summary>
    public long Next { get; private set; } = next;

    /// <summary>How many events had come too late when it began.</summary>
    public long Late => late;

    /// <summary>Takes the next minute in.</summary>
    /// <param name="rows">The tenant's rows of the minute.</param>
    /// <param name="unseen">Whether nobody was there to receive events: nothing is then not the same as none.</param>
    /// <param name="dismissed">What somebody said before the minute closed to be no anomaly.</param>
    /// <returns>What is new, the strongest first.</returns>
    public IReadOnlyList<Finding> Step(IReadOnlyList<MinuteRow> rows, bool unseen, IEnumerable<Anomaly> dismissed)
    {
        foreach (var anomaly in dismissed)
            if (_series.TryGetValue(new SeriesKey(anomaly.Metric, anomaly.Dimension, anomaly.Value), out var series))
                series.Detector.Tolerate(anomaly.Score);
        // What came long after its minute is history: it teaches, but nobody is told of what it shows.
        var timely = rows.Any(row => row.Dimension.Length == 0 && row.Timely[0] > 0);
        _live |= timely;
        var told = _live && (timely || rows.Count == 0);
        Put(rows, timely);
        var findings = new List<Finding>();
        foreach (var (key, series) in _series)
        {
            var verdict = series.Step(Next, unseen && rows.Count == 0);
            if (told && verdict.Change is { } change)
                findings.Add(new Finding(key, Next, verdict, change));
        }
        Next++;
        return findings.Count == 0 ? findings : Telling(findings);
    }

    /// <summary>The series by one dimension that differ from what was expected of the last minute, and by how much.</summary>
    public IEnumerable<(SeriesKey Series, double Difference)> Differences(string metric) =>
        _series.Where(series => series.Key.Metric == metric && series.Key.Dimension.Length > 0).Select(series => (series.Key, series.Value.Difference));

    private void Put(IReadOnlyList<MinuteRow> rows, bool timely)
    {
        foreach (var row in rows)
            for (var metric = 0; metric < MinutesQuery.Metrics.Count; metric++)
            {
                var value = (timely ? row.Timely : row.All)[metric];
                var key = new SeriesKey(MinutesQuery.Metrics[metric], row.Dimension, row.Value);
                if (_series.TryGetValue(key, out var series))
                    series.Value = value;
                else if (value != 0)
                    _series[key] = new Watched(new SeriesDetector()) { Value = value };
            }
    }

    // A value of a dimension that goes with its total is part of the total's explanation, not news of its own.
    private List<Finding> Telling(List<Finding> findings)
    {
        var totals = findings.Where(finding => finding.Series.Dimension.Length == 0).ToList();
        var parts = findings.Except(totals).Where(finding => finding.Change.State != ChangeState.Begins || !Explained(finding, totals))
            .OrderByDescending(finding => Math.Abs(finding.Change.Score)).ToList();
        return [.. totals, .. parts.Where(finding => finding.Change.State != ChangeState.Begins), .. parts.Where(finding => finding.Change.State == ChangeState.Begins).Take(MostOfDimensions)];
    }

    private bool Explained(Finding part, List<Finding> totals) =>
        part.Change.Kind is AnomalyKind.TrendChange or AnomalyKind.SeasonalityChange
        || totals.Any(total => total.Series.Metric == part.Series.Metric)
        || _series.TryGetValue(new SeriesKey(part.Series.Metric, "", ""), out var whole) && whole.Detector.IsOpen;

    /// <summary>Keeps everything it knows.</summary>
    public byte[] Save()
    {
        using var memory = new MemoryStream();
        using (var to = new BinaryWriter(memory))
        {
            to.Write(Version);
            to.Write(Next);
            to.Write(late);
            to.Write(_live);
            to.Write(_series.Count);
            foreach (var (key, series) in _series)
            {
                to.Write(key.Metric);
                to.Write(key.Dimension);
                to.Write(key.Value);
                series.Detector.Write(to);
            }
        }
        return memory.ToArray();
    }

    /// <summary>Knows again what was kept; null where another version kept it.</summary>
    public static TenantWatch? Load(byte[] state)
    {
        using var from = new BinaryReader(new MemoryStream(state));
        if (from.ReadInt32() != Version)
            return null;
        var watch = new TenantWatch(from.ReadInt64(), from.ReadInt64()) { _live = from.ReadBoolean() };
        for (var count = from.ReadInt32(); count > 0; count--)
            watch._series[new SeriesKey(from.ReadString(), from.ReadString(), from.ReadString())] = new Watched(SeriesDetector.Read(from));
        return watch;
    }

    private sealed class Watched(SeriesDetector detector)
    {
        public SeriesDetector Detector => detector;

        public double Value { get; set; }

        public double Difference { get; private set; }

        public Verdict Step(long minute, bool missing)
        {
            var verdict = detector.Step(minute, missing ? double.NaN : Value);
            (Difference, Value) = (missing ? 0 : Value - verdict.Expected, 0);
            return verdict;
        }
    }
}
