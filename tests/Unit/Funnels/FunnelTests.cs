using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Funnels;

public class FunnelTests
{
    private static readonly Gen<FunnelInput> Funnels =
        from steps in Gen.Select(World.Match, Gen.Int[0, 3]).List[1, 4]
        from order in Gen.Enum<FunnelOrder>()
        from counting in Gen.Enum<FunnelCounting>()
        from window in Gen.Int[1, 30]
        from range in Gen.Select(Gen.Int[0, 30], Gen.Int[1, 40])
        from exclusion in Gen.Select(World.Match, Gen.Int[0, 3], Gen.Int[1, 3])
        from plan in World.OneOf(null, null, null, "pro")
        from breakdown in Gen.Select(World.OneOf(null, "plan"), Gen.Enum<Attribution>(), Gen.Int[1, 4], Gen.Int[1, 3])
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        from unit in Gen.Int[0, 3]
        select new FunnelInput(
            new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)),
            [.. steps.Select((step, index) => new FunnelStepInput(step.Item1, index > 0 && step.Item2 == 0 && order != FunnelOrder.Unordered))],
            TimeSpan.FromMinutes(window))
        {
            Order = order, Counting = counting,
            Exclusions = exclusion.Item2 is >= 1 and var after && after + exclusion.Item3 <= steps.Count
                ? [new FunnelExclusion(exclusion.Item1, after, after + exclusion.Item3)] : [],
            Filters = plan is null ? [] : [new PropertyFilter("plan", FilterOperator.Equals, [plan])],
            Breakdown = breakdown.Item1, Attribution = breakdown.Item2, AttributionStep = Math.Min(breakdown.Item3, steps.Count), TopK = breakdown.Item4,
            AsOf = asOf < 0 ? null : World.Recording.AddSeconds(asOf),
            UnitProperty = unit == 3 ? "plan" : null,
        };

    [Fact]
    public async Task Every_funnel_is_what_its_definition_says_for_any_events_in_any_order_of_arrival()
    {
        using var store = new TestStore();
        var query = new FunnelQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(45), Funnels, Gen.Int[8, 40]).SampleAsync(async (world, funnel, page) =>
        {
            var tenant = store.Write(world, page);

            var answer = await query.RunAsync(tenant, funnel, default);

            Assert.Equal(Expected(tenant, funnel, world), Described(answer, funnel));
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Attempts_are_judged_as_their_definition_says() =>
        Gen.Select(World.Gen(45, most: 14), Funnels.Select(funnel => funnel with { AsOf = null })).Sample((world, funnel) =>
        {
            var events = world.Events.Where(e => World.Holds(funnel.Filters, e)).OrderBy(e => e.At).ThenBy(e => e.Number).ToList();

            var expected = FunnelReference.Attempts(funnel, events).Select(steps => string.Join(' ', steps.Select(e => e is null ? -1 : events.IndexOf(e))));

            Assert.Equal(expected, Attempts(FunnelRules.Of(funnel), [.. events.Select(e => Seen(e, funnel))]));
        }, iter: 5_000);

    private static FunnelEvent Seen(Happening e, FunnelInput funnel) => new(
        (e.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, e.Number, Bits(funnel.Steps.Select(step => step.Match), e), Bits(funnel.Exclusions.Select(exclusion => exclusion.Match), e), -1, 0);

    private static uint Bits(IEnumerable<EventMatch> matches, Happening e) =>
        matches.Select((match, bit) => World.Holds(match, e) ? 1u << bit : 0).Aggregate(0u, (bits, bit) => bits | bit);

    private static List<string> Attempts(FunnelRules rules, FunnelEvent[] events)
    {
        // Where strictness does not ask for them, the store leaves out what matches nothing; the places stay comparable as they are kept here.
        var evaluator = new FunnelEvaluator(rules);
        if (rules.Counting == FunnelCounting.BestAttempt)
            return evaluator.Best(events) ? [string.Join(' ', evaluator.Filled.ToArray())] : [];
        var attempts = new List<string>();
        evaluator.Begin(events);
        for (var start = 0; evaluator.Next(events, ref start);)
            attempts.Add(string.Join(' ', evaluator.Filled.ToArray()));
        return attempts;
    }

    private static string Expected(string tenant, FunnelInput funnel, World world)
    {
        var known = world.AsOf(funnel.AsOf);
        var person = known.Persons();
        var attempts = known.Events.Where(e => funnel.UnitProperty is null || e.Plan is not null)
            .GroupBy(e => funnel.UnitProperty is null ? person(e.Visitor) : e.Plan!)
            .SelectMany(unit => FunnelReference.Attempts(funnel, unit)).ToList();
        var lines = new List<string> { Line(attempts, funnel) };
        lines.AddRange(Enumerable.Range(0, funnel.Steps.Count).Select(step => string.Join(' ', attempts.Where(steps => steps[step] is not null)
            .Select(steps => TestStore.Key(tenant, person(steps.Last(e => e is not null)!.Visitor))).Distinct().Order())));
        if (funnel.Breakdown is not null)
        {
            var parts = attempts.GroupBy(steps => Value(steps, funnel)).OrderByDescending(part => part.Count()).ThenBy(part => part.Key, StringComparer.Ordinal).ToList();
            lines.AddRange(parts.Take(funnel.TopK).Select(part => $"{part.Key}: {Line([.. part], funnel)}"));
            if (parts.Count > funnel.TopK)
                lines.Add($"(other): {Line([.. parts.Skip(funnel.TopK).SelectMany(part => part)], funnel)}");
        }
        return string.Join('\n', lines);
    }

    private static string Value(Happening?[] steps, FunnelInput funnel) => (funnel.Attribution switch
    {
        Attribution.FirstTouch => steps.FirstOrDefault(e => e?.Plan is not null)?.Plan,
        Attribution.LastTouch => steps.LastOrDefault(e => e?.Plan is not null)?.Plan,
        _ => steps[funnel.AttributionStep!.Value - 1]?.Plan,
    }) ?? "(none)";

    private static string Line(List<Happening?[]> attempts, FunnelInput funnel) => string.Join(' ', funnel.Steps.Select((_, step) =>
    {
        var gaps = attempts.Where(steps => steps[step] is not null && step > 0)
            .Select(steps => (steps[step]!.At - steps.Take(step).Last(e => e is not null)!.At).TotalMinutes).Order().ToList();
        return $"{attempts.Count(steps => steps[step] is not null)}/{(gaps.Count == 0 ? "-" : $"{(gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2}")}";
    }));

    private static string Described(FunnelAnswer answer, FunnelInput funnel)
    {
        var lines = new List<string> { Line(answer.All) };
        lines.AddRange(answer.All.Steps.Select(step => string.Join(' ', step.Persons(dropped: false))));
        lines.AddRange(answer.Parts.Select(part => $"{part.Value}: {Line(part)}"));
        return string.Join('\n', lines);
    }

    private static string Line(FunnelPart part) => string.Join(' ', part.Steps.Select(step =>
        $"{step.Count}/{step.MedianTimeFromPrevious?.TotalMinutes.ToString(System.Globalization.CultureInfo.CurrentCulture) ?? "-"}"));
}
