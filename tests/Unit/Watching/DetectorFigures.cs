using Platform.Contracts.Anomalies;
using Platform.Ml.Watching;

namespace Platform.Tests.Unit.Watching;

/// <summary>How a detector does on simulated series of one kind.</summary>
/// <param name="Recall">Share of what was planted that was found in time.</param>
/// <param name="Right">Alarms that were about something planted.</param>
/// <param name="Wrong">Alarms that were not.</param>
/// <param name="DelayMinutes">Median time until it was found.</param>
/// <param name="FalseAlarms">Per series and week.</param>
internal sealed record DetectorFigures(Planted Kind, int Series, int Events, double Recall, int Right, int Wrong, double DelayMinutes, double FalseAlarms)
{
    /// <summary>Share of the alarms that were about something planted.</summary>
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    /// <summary>Within how many minutes it counts as found.</summary>
    public static int InTime(Planted kind) => kind switch
    {
        Planted.LevelShift => 60,
        Planted.Seasonality => 12 * 60,
        Planted.Ramp => 8 * 60,
        _ => 10,
    };

    public static DetectorFigures Of(Planted kind, int series, int seed)
    {
        var traffic = new SimulatedTraffic(seed);
        var (events, found, right, wrong, delays) = (0, 0, 0, 0, new List<int>());
        for (var i = 0; i < series; i++)
        {
            var simulated = traffic.Next(kind);
            var alarms = Alarms(simulated.Values);
            events += simulated.Planted.Count;
            foreach (var (from, _) in simulated.Planted)
                if (alarms.Where(alarm => alarm >= from && alarm <= from + InTime(kind)).Select(alarm => (int?)alarm).FirstOrDefault() is { } at)
                {
                    found++;
                    delays.Add(at - from);
                }
            // What follows an event within the hour tells of the same thing; a lasting change may be told more than once within its day.
            bool About(int alarm) => simulated.Planted.Any(event_ => alarm >= event_.From && alarm <= Math.Min(event_.To + 60, event_.From + 24 * 60 + 60));
            right += alarms.Count(About);
            wrong += alarms.Count(alarm => !About(alarm));
        }
        var weeks = series * (SimulatedTraffic.Length - SimulatedTraffic.Learning) / (double)SimulatedTraffic.Week;
        return new DetectorFigures(kind, series, events, events == 0 ? 1 : (double)found / events, right, wrong,
            delays.Count == 0 ? 0 : delays.Order().ElementAt(delays.Count / 2), wrong / weeks);
    }

    /// <summary>The minutes after the learning weeks in which something began.</summary>
    public static List<int> Alarms(double[] values)
    {
        var (detector, alarms) = (new SeriesDetector(), new List<int>());
        for (var minute = 0; minute < values.Length; minute++)
            if (detector.Step(minute, values[minute]).Change is { State: ChangeState.Begins } && minute >= SimulatedTraffic.Learning)
                alarms.Add(minute);
        return alarms;
    }
}
