using CsCheck;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Funnels;

/// <summary>Funnels word for word by their definition, slowly.</summary>
internal static class FunnelReference
{
    /// <summary>Funnels of a world, over persons and as known now.</summary>
    public static readonly Gen<FunnelInput> OverPersons =
        from steps in Gen.Select(World.Match, Gen.Int[0, 3]).List[1, 4]
        from order in Gen.Enum<FunnelOrder>()
        from counting in Gen.Enum<FunnelCounting>()
        from window in Gen.Int[1, 30]
        from range in Gen.Select(Gen.Int[0, 30], Gen.Int[1, 40])
        from exclusion in Gen.Select(World.Match, Gen.Int[0, 3], Gen.Int[1, 3])
        from plan in World.OneOf(null, null, null, "pro")
        from breakdown in Gen.Select(World.OneOf(null, "plan"), Gen.Enum<Attribution>(), Gen.Int[1, 4])
        select new FunnelInput(
            new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)),
            [.. steps.Select((step, index) => new FunnelStepInput(step.Item1, index > 0 && step.Item2 == 0 && order != FunnelOrder.Unordered))],
            TimeSpan.FromMinutes(window))
        {
            Order = order, Counting = counting,
            Exclusions = exclusion.Item2 is >= 1 and var after && after + exclusion.Item3 <= steps.Count
                ? [new FunnelExclusion(exclusion.Item1, after, after + exclusion.Item3)] : [],
            Filters = plan is null ? [] : [new PropertyFilter("plan", FilterOperator.Equals, [plan])],
            Breakdown = breakdown.Item1, Attribution = breakdown.Item2, AttributionStep = Math.Min(breakdown.Item3, steps.Count),
        };

    /// <summary>The counted attempts of a unit: for each, the event of each step.</summary>
    public static List<Happening?[]> Attempts(FunnelInput funnel, IEnumerable<Happening> unit)
    {
        var events = unit.Where(e => World.Holds(funnel.Filters, e)).OrderBy(e => e.At).ThenBy(e => e.Number).ToList();
        var attempts = events.Where(e => e.At >= funnel.Range.From && e.At < funnel.Range.To)
            .Select(first => (First: first, Steps: Attempt(funnel, events, first)))
            .Where(attempt => attempt.Steps is not null && !Discarded(funnel, events, attempt.Steps)).ToList();
        if (attempts.Count == 0)
            return [];
        if (funnel.Counting == FunnelCounting.BestAttempt)
            return [attempts.OrderByDescending(attempt => attempt.Steps!.Where((e, step) => e is not null && !funnel.Steps[step].Optional).Count())
                .ThenByDescending(attempt => attempt.Steps!.Count(e => e is not null))
                .ThenBy(attempt => events.IndexOf(attempt.First)).First().Steps!];
        var counted = new List<Happening?[]>();
        var free = 0;
        foreach (var (first, steps) in attempts)
        {
            if (events.IndexOf(first) < free)
                continue;
            counted.Add(steps!);
            free = steps!.Max(e => e is null ? 0 : events.IndexOf(e)) + 1;
        }
        return counted;
    }

    private static Happening?[]? Attempt(FunnelInput funnel, List<Happening> events, Happening first)
    {
        var reach = events.Skip(events.IndexOf(first)).TakeWhile(e => e.At - first.At <= funnel.Window).ToList();
        if (funnel.Order == FunnelOrder.Unordered)
            return funnel.Steps.Any(step => World.Holds(step.Match, first)) ? Unordered(funnel, reach) : null;
        if (!World.Holds(funnel.Steps[0].Match, first))
            return null;
        return funnel.Order == FunnelOrder.Strict ? Strict(funnel, reach) : Ordered(funnel, reach);
    }

    // Required steps first, each by the first event after the one before; then optional steps from what lies between.
    private static Happening?[] Ordered(FunnelInput funnel, List<Happening> reach)
    {
        var steps = new Happening?[funnel.Steps.Count];
        var last = steps[0] = reach[0];
        foreach (var step in Enumerable.Range(1, steps.Length - 1).Where(step => !funnel.Steps[step].Optional))
        {
            var after = last;
            last = reach.Skip(reach.IndexOf(after!) + 1).FirstOrDefault(e => World.Holds(funnel.Steps[step].Match, e));
            if (last is null)
                break;
            steps[step] = last;
        }
        for (var step = 1; step < steps.Length; step++)
        {
            if (!funnel.Steps[step].Optional)
                if (steps[step] is null)
                    break;
                else
                    continue;
            var before = steps.Take(step).Last(e => e is not null)!;
            var next = Enumerable.Range(step + 1, steps.Length - step - 1).Where(later => !funnel.Steps[later].Optional).Select(later => steps[later]).FirstOrDefault();
            steps[step] = reach.Skip(reach.IndexOf(before) + 1).TakeWhile(e => e != next).FirstOrDefault(e => World.Holds(funnel.Steps[step].Match, e));
        }
        return steps;
    }

    private static Happening?[] Strict(FunnelInput funnel, List<Happening> reach)
    {
        var steps = new Happening?[funnel.Steps.Count];
        steps[0] = reach[0];
        foreach (var e in reach.Skip(1))
        {
            var last = Array.FindLastIndex(steps, filled => filled is not null);
            var open = Enumerable.Range(last + 1, steps.Length - last - 1).ToList();
            var until = open.FindIndex(step => !funnel.Steps[step].Optional);
            var candidates = (until < 0 ? open : open.Take(until + 1)).Where(step => World.Holds(funnel.Steps[step].Match, e)).ToList();
            if (candidates.Count == 0)
                break;
            steps[candidates.Any(step => !funnel.Steps[step].Optional) ? candidates.First(step => !funnel.Steps[step].Optional) : candidates[0]] = e;
        }
        return steps;
    }

    // Step k is the event with which k different steps can first be told apart, by trying every assignment.
    private static Happening?[] Unordered(FunnelInput funnel, List<Happening> reach)
    {
        var steps = new Happening?[funnel.Steps.Count];
        var reached = 0;
        for (var taken = 1; taken <= reach.Count && reached < steps.Length; taken++)
            if (Different(funnel, [.. reach.Take(taken)], 0) > reached)
                steps[reached++] = reach[taken - 1];
        return steps;
    }

    private static int Different(FunnelInput funnel, List<Happening> events, uint used)
    {
        if (events.Count == 0)
            return 0;
        var rest = events[1..];
        var best = Different(funnel, rest, used);
        for (var step = 0; step < funnel.Steps.Count; step++)
            if ((used >> step & 1) == 0 && World.Holds(funnel.Steps[step].Match, events[0]))
                best = Math.Max(best, 1 + Different(funnel, rest, used | 1u << step));
        return best;
    }

    private static bool Discarded(FunnelInput funnel, List<Happening> events, Happening?[] steps) => funnel.Exclusions.Any(exclusion =>
        steps[exclusion.AfterStep - 1] is { } after && steps[exclusion.BeforeStep - 1] is { } before
        && events.Skip(events.IndexOf(after) + 1).TakeWhile(e => e != before).Any(e => World.Holds(exclusion.Match, e)));
}
