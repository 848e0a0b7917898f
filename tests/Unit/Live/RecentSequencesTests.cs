using CsCheck;
using Platform.Projections.Live;

namespace Platform.Tests.Unit.Live;

public class RecentSequencesTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public void Each_sequence_is_told_once_in_whatever_order_commits_come() =>
        Gen.Shuffle(Enumerable.Range(1, 50).Select(n => (long)n).ToArray()).Sample(order =>
        {
            var recent = new RecentSequences(0, Patience);
            foreach (var sequence in order)
            {
                Assert.True(recent.Add(sequence));
                Assert.False(recent.Add(sequence));
                var (floor, seen) = recent.Look(Start);
                Assert.Equal(order.Take(Array.IndexOf(order, sequence) + 1).Where(n => n > floor).Order(), seen.Order());
            }
            Assert.Equal((50, 0), (recent.Look(Start).Floor, recent.Look(Start).Seen.Length));
        }, iter: 200);

    [Fact]
    public void A_gap_is_waited_for_and_then_passed()
    {
        var recent = new RecentSequences(10, Patience);
        recent.Add(11);
        recent.Add(13);
        recent.Add(17);

        Assert.Equal(11, recent.Look(Start).Floor);
        Assert.Equal(11, recent.Look(Start + Patience).Floor);
        recent.Look(Start + Patience * 1.1);
        Assert.Equal(13, recent.Look(Start + Patience * 1.2).Floor);
        Assert.True(recent.Add(12));
    }
}
