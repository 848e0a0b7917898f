using CsCheck;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Unit.Benchmarks;

public class MeasuringTests
{
    [Fact]
    public void A_percentile_is_the_least_value_that_so_many_do_not_exceed() =>
        Gen.Select(Gen.Double[0, 1_000].Array[1, 50], Gen.Double[0.001, 1]).Sample((sample, share) =>
        {
            sample = [.. sample.Select(value => Math.Round(value, 2))];
            var least = sample.Where(value => sample.Count(other => other <= value) >= share * sample.Length).Min();
            Assert.Equal(least, new Percentiles(sample).At(share));
        });

    [Fact]
    public void A_sample_of_nothing_has_no_percentiles() => Assert.Null(new Percentiles([]).At(0.5));

    [Fact]
    public void The_nth_event_is_seen_by_the_first_count_that_reaches_n()
    {
        double[] sent = [0, 10, 20, 30];
        Sighting[] sightings = [new(15, 1), new(25, 1), new(40, 3)];
        Assert.Equal([15, 30, 20, double.PositiveInfinity], Visibility.Delays(sent, sightings));
    }

    [Fact]
    public void Only_acknowledged_events_can_be_lost_and_every_further_copy_is_a_duplicate()
    {
        var ledger = new Ledger();
        ledger.Add(new Acknowledged(First: 0, Count: 3, SentAt: 5, AcknowledgedAt: 6));
        ledger.Add(new Acknowledged(First: 10, Count: 2, SentAt: 1, AcknowledgedAt: 9));

        Assert.Equal(new Comparison(Acknowledged: 5, Lost: 2, Duplicated: 3), ledger.Compare([0, 2, 2, 10, 10, 10, 77]));
        Assert.Equal([1, 1, 5, 5, 5], ledger.SentAt());
    }

    [Fact]
    public void Traffic_is_the_same_for_the_same_seed_and_number()
    {
        var (one, other, split) = (new System.Buffers.ArrayBufferWriter<byte>(), new System.Buffers.ArrayBufferWriter<byte>(), new System.Buffers.ArrayBufferWriter<byte>());
        new Traffic(1).WriteBatch(one, 0, 100, _ => DateTimeOffset.UnixEpoch);
        new Traffic(1).WriteBatch(other, 0, 100, _ => DateTimeOffset.UnixEpoch);
        new Traffic(2).WriteBatch(split, 0, 100, _ => DateTimeOffset.UnixEpoch);

        Assert.Equal(one.WrittenSpan, other.WrittenSpan);
        Assert.False(one.WrittenSpan.SequenceEqual(split.WrittenSpan));
        var batch = System.Text.Json.JsonDocument.Parse(one.WrittenMemory).RootElement.GetProperty("batch");
        Assert.Equal(100, batch.EnumerateArray().Select(message => message.GetProperty("messageId").GetString()).Distinct().Count());
    }
}
