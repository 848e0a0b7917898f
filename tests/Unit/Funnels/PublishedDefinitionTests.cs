using Platform.Projections.Funnels;
using Platform.Projections.Questions;
using CsCheck;

namespace Platform.Tests.Unit.Funnels;

/// <summary>Where peers' published definitions agree with ours they must give the same; where they do not, the difference has a name.</summary>
public class PublishedDefinitionTests
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Ordered_is_windowFunnel_with_strict_increase_where_every_event_matches_one_step() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 30], Gen.Select(Gen.Int[0, 50], Gen.Int[0, 6]).List[0, 40]).Sample((steps, window, rows) =>
        {
            var distinct = rows.DistinctBy(row => row.Item1).Where(row => row.Item2 < steps).OrderBy(row => row.Item1).ToList();

            Assert.Equal(WindowFunnel(distinct, steps, window), Level(steps, window, [.. distinct.Select(row => (row.Item1, 1u << row.Item2))]));
        }, iter: 5_000);

    [Fact]
    public void The_example_of_windowFunnel_reaches_level_three()
    {
        // A user who opens the phone page, orders and pays within the window, with a second visit between: the classic chain.
        (int, uint)[] events = [(0, 1), (10, 2), (15, 1), (20, 4), (90, 8)];
        Assert.Equal(3, Level(4, 60, events));
    }

    [Fact]
    public void At_the_same_moment_the_recorded_order_decides_unlike_windowFunnel_by_default_which_takes_either() =>
        Assert.Equal((2, 1), (Level(2, 10, [(5, 1), (5, 2)]), Level(2, 10, [(5, 2), (5, 1)])));

    [Fact]
    public void One_event_fills_one_step_unlike_windowFunnel_by_default() => Assert.Equal(1, Level(2, 10, [(5, 3)]));

    [Fact]
    public void An_event_that_fits_two_steps_serves_the_attempt_unlike_windowFunnel_with_strict_increase_which_restarts_with_it() =>
        Assert.Equal(2, Level(2, 10, [(1, 1), (5, 3)]));

    [Fact]
    public void The_window_includes_its_end_as_in_windowFunnel() => Assert.Equal((2, 1), (Level(2, 10, [(0, 1), (10, 2)]), Level(2, 10, [(0, 1), (11, 2)])));

    [Fact]
    public void Later_steps_count_after_the_end_of_the_range_unlike_PostHog_which_looks_at_the_range_only() =>
        Assert.Equal(2, Level(2, 100, [(50, 1), (120, 2)], to: 60));

    [Fact]
    public void An_exclusion_discards_only_attempts_that_reach_the_later_step_unlike_PostHog_which_discards_those_that_do_not_as_well() =>
        Assert.Equal((1, 0, 2), (Excluding([(1, 1, 0), (2, 0, 1)]), Excluding([(1, 1, 0), (2, 0, 1), (3, 2, 0)]), Excluding([(1, 1, 0), (2, 0, 1), (3, 2, 0), (4, 1, 0), (5, 2, 0)])));

    // The published algorithm: for each step keep the latest chain's start; a later start can only do better.
    private static int WindowFunnel(List<(int At, int Step)> events, int steps, int window)
    {
        var starts = new int?[steps];
        foreach (var (at, step) in events)
            if (step == 0)
                starts[0] = at;
            else if (starts[step - 1] is { } start && at <= start + window)
                starts[step] = start;
        return Array.FindLastIndex(starts, start => start is not null) + 1;
    }

    private static int Level(int steps, int window, (int At, uint Steps)[] events, int to = 1_000) =>
        Level(Funnel(steps, window, to), [.. events.Select(e => (e.At, e.Steps, 0u))]);

    private static int Excluding((int At, uint Steps, uint Exclusions)[] events) =>
        Level(Funnel(2, 100, 1_000) with { Exclusions = [new FunnelExclusion(new EventMatch("x", []), 1, 2)] }, events);

    private static int Level(FunnelInput funnel, (int At, uint Steps, uint Exclusions)[] events)
    {
        var evaluator = new FunnelEvaluator(FunnelRules.Of(funnel));
        FunnelEvent[] seen = [.. events.Select((e, number) => new FunnelEvent(e.At * 1_000_000L, number, e.Steps, e.Exclusions, -1, 0))];
        return evaluator.Best(seen) ? System.Numerics.BitOperations.PopCount(evaluator.Reached) : 0;
    }

    private static FunnelInput Funnel(int steps, int window, int to) => new(
        new TimeRange(From, From.AddSeconds(to)), [.. Enumerable.Range(0, steps).Select(step => new FunnelStepInput(new EventMatch($"{step}", [])))], TimeSpan.FromSeconds(window));
}
