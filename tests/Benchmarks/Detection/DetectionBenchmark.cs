using System.Diagnostics;
using System.Text.Json.Nodes;
using Platform.Ml.Watching;
using Platform.Tests.Unit.Watching;

namespace Platform.Tests.Benchmarks.Detection;

/// <summary>What watching costs, and how well it finds what is planted in simulated traffic.</summary>
internal static class DetectionBenchmark
{
    private const int DayOfMinutes = 24 * 60;
    private const int SeriesOfKind = 60;

    /// <summary>Watches <c>--events</c> series (5,000) over a day after two to learn from, on one core; then <c>--times</c> series (60) of each kind.</summary>
    public static Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var series = (int)(options.Events ?? 5_000);
        var traffic = new SimulatedTraffic(options.Seed);
        // Fifty different ones are enough: a detector does not know that another saw the same.
        var values = Enumerable.Range(0, 50).Select(_ => traffic.Next(Planted.Nothing).Values).ToArray();
        var detectors = Enumerable.Range(0, series).Select(_ => new SeriesDetector()).ToArray();
        Watch(detectors, values, 0, 2 * DayOfMinutes);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        Watch(detectors, values, 2 * DayOfMinutes, 3 * DayOfMinutes);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var points = (double)series * DayOfMinutes;
        var kinds = new JsonObject(Enum.GetValues<Planted>().Select(kind =>
        {
            var figures = DetectorFigures.Of(kind, options.Times ?? SeriesOfKind, options.Seed);
            return KeyValuePair.Create(kind.ToString(), (JsonNode?)new JsonObject
            {
                ["series"] = figures.Series, ["events"] = figures.Events, ["recall"] = Math.Round(figures.Recall, 3), ["precision"] = Math.Round(figures.Precision, 3),
                ["medianDelayMinutes"] = figures.DelayMinutes, ["inTimeMinutes"] = DetectorFigures.InTime(kind), ["falseAlarmsPerSeriesAndWeek"] = Math.Round(figures.FalseAlarms, 3),
            });
        }));
        return Task.FromResult(new JsonObject
        {
            ["series"] = series, ["seed"] = options.Seed, ["pointsPerSecond"] = Math.Round(points / elapsed.TotalSeconds),
            ["microsecondsPerPoint"] = Math.Round(elapsed.TotalMicroseconds / points, 3), ["shareOfACore"] = Math.Round(elapsed.TotalSeconds / DayOfMinutes / 60, 6),
            ["heapMb"] = memory >> 20, ["kinds"] = kinds,
        });
    }

    private static void Watch(SeriesDetector[] detectors, double[][] values, int from, int to)
    {
        for (var minute = from; minute < to; minute++)
            for (var i = 0; i < detectors.Length; i++)
                detectors[i].Step(minute, values[i % values.Length][minute]);
    }
}
