using Platform.Contracts.Anomalies;
using Platform.Ml.Watching;

namespace Platform.Tests.Unit.Watching;

public class SeriesDetectorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Planted.Nothing, 60, 1, 0.3)]
    [InlineData(Planted.LevelShift, 40, 0.85, 0.3)]
    [InlineData(Planted.Seasonality, 40, 0.65, 2)]
    [InlineData(Planted.Ramp, 40, 0.5, 1.5)]
    internal void What_is_planted_in_simulated_traffic_is_found_in_time_and_little_else(Planted kind, int series, double recall, double falseAlarms)
    {
        var figures = DetectorFigures.Of(kind, series, seed: 20_261);
        output.WriteLine(figures.ToString());

        Assert.InRange(figures.Recall, recall, 1);
        Assert.InRange(figures.FalseAlarms, 0, falseAlarms);
    }

    [Fact]
    public void Abrupt_events_are_found_within_ten_minutes_and_nineteen_of_twenty_alarms_are_about_one()
    {
        var figures = new[] { Planted.Spike, Planted.Drop, Planted.Outage }.Select(kind => DetectorFigures.Of(kind, 60, seed: 20_261)).ToList();
        figures.ForEach(kind => output.WriteLine(kind.ToString()));

        Assert.All(figures, kind => Assert.InRange(kind.Recall, 0.95, 1));
        Assert.All(figures, kind => Assert.InRange(kind.FalseAlarms, 0, 0.3));
        Assert.InRange((double)figures.Sum(kind => kind.Right) / figures.Sum(kind => kind.Right + kind.Wrong), 0.95, 1);
    }

    [Fact]
    public void A_detector_that_is_kept_and_restored_at_any_minute_goes_on_as_if_nothing_had_happened()
    {
        var series = new SimulatedTraffic(5).Next(Planted.Drop);
        var random = new Random(5);
        var (whole, parts) = (new SeriesDetector(), new SeriesDetector());
        for (var minute = 0; minute < series.Values.Length; minute++)
        {
            var value = random.Next(500) == 0 ? double.NaN : series.Values[minute];
            Assert.Equal(whole.Step(minute, value), parts.Step(minute, value));
            if (random.Next(700) == 0)
                parts = Restored(parts);
        }
    }

    [Fact]
    public void What_somebody_says_to_be_none_is_not_told_of_again()
    {
        var traffic = new SimulatedTraffic(11).Next(Planted.Spike);
        var (from, to) = traffic.Planted[0];
        int Found(bool tolerant)
        {
            var (detector, found) = (new SeriesDetector(), 0);
            for (var minute = 0; minute < to; minute++)
            {
                if (minute == from && tolerant)
                    detector.Tolerate(100);
                if (detector.Step(minute, traffic.Values[minute]).Change is { State: ChangeState.Begins } && minute >= from)
                    found++;
            }
            return found;
        }

        Assert.Equal((1, 0), (Found(tolerant: false), Found(tolerant: true)));
    }

    [Fact]
    public void Minutes_of_which_nothing_is_known_are_no_outage_and_those_without_events_are_one()
    {
        var traffic = new SimulatedTraffic(3).Next(Planted.Outage);
        var (from, to) = traffic.Planted[0];
        List<AnomalyKind> Kinds(double value)
        {
            var (detector, kinds) = (new SeriesDetector(), new List<AnomalyKind>());
            for (var minute = 0; minute < to + 60; minute++)
                if (detector.Step(minute, minute >= from && minute < to ? value : traffic.Values[minute]).Change is { State: ChangeState.Begins } change && minute >= from)
                    kinds.Add(change.Kind);
            return kinds;
        }

        Assert.Equal([AnomalyKind.Outage], Kinds(0));
        Assert.Empty(Kinds(double.NaN));
    }

    private static SeriesDetector Restored(SeriesDetector detector)
    {
        using var memory = new MemoryStream();
        using var to = new BinaryWriter(memory);
        detector.Write(to);
        memory.Position = 0;
        using var from = new BinaryReader(memory);
        return SeriesDetector.Read(from);
    }
}
