using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Funnels;

public class FunnelTests
{
    private static readonly Gen<FunnelInput> Funnels =
        from funnel in FunnelReference.OverPersons
        from top in Gen.Int[1, 3]
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        from unit in Gen.Int[0, 3]
        from did in Gen.Select(World.Match, Gen.Int[0, 2])
        select funnel with
        {
            TopK = top,
            AsOf = asOf < 0 ? null : World.Recording.AddSeconds(asOf),
            UnitProperty = unit == 3 ? "plan" : null,
            Segment = did.Item2 == 0 ? new SegmentInput([new SegmentRule { Did = did.Item1 }]) : null,
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
    public async Task What_goes_along_with_converting_is_counted_as_persons_of_a_recount()
    {
        using var store = new TestStore();
        var (funnels, query) = (new FunnelQuery(store.Store, new FakeTimeProvider()), new FunnelCorrelationQuery(store.Store));
        await Gen.Select(World.Gen(45), Funnels.Select(funnel => funnel with { AsOf = null, UnitProperty = null, Segment = null })).SampleAsync(async (world, funnel) =>
        {
            var tenant = store.Write(world);

            var found = await query.RunAsync(tenant, await funnels.RunAsync(tenant, funnel, default), ["plan"], 100, default);

            Assert.Equal(Correlations(funnel, world).Order(StringComparer.Ordinal),
                found.Select(one => $"{one.Property} {one.Value}: {one.Converted}/{one.ConvertedOf} {one.Dropped}/{one.DroppedOf}").Order(StringComparer.Ordinal));
            Assert.All(found, one => Assert.True(one.Lower < one.OddsRatio && one.OddsRatio < one.Upper));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void The_odds_ratio_is_the_textbook_one_with_half_a_person_added_to_each_count()
    {
        // 30.5 * 80.5 / (10.5 * 20.5); the standard error of its logarithm is the root of the sum of the reciprocals.
        var one = FunnelCorrelation.Of(null, "x", 30, 40, 20, 100);
        Assert.Equal(11.4065, one.OddsRatio, 4);
        Assert.Equal(Math.Exp(Math.Log(one.OddsRatio) - 1.959964 * Math.Sqrt(1 / 30.5 + 1 / 10.5 + 1 / 20.5 + 1 / 80.5)), one.Lower, 4);
    }

    private static List<string> Correlations(FunnelInput funnel, World world)
    {
        var person = world.Persons();
        var units = world.Events.GroupBy(e => person(e.Visitor)).Select(own => (
            Events: own.Where(e => World.Holds(funnel.Filters, e) && e.At >= funnel.Range.From && e.At <= funnel.Range.To + funnel.Window).ToList(),
            Attempts: FunnelReference.Attempts(funnel, own))).Where(unit => unit.Attempts.Any(steps => steps[0] is not null)).ToList();
        bool Converts(List<Happening?[]> attempts) => attempts.Any(steps => steps.Select((e, step) => e is not null || funnel.Steps[step].Optional).All(has => has));
        var (converted, dropped) = (units.Where(unit => Converts(unit.Attempts)).ToList(), units.Where(unit => !Converts(unit.Attempts)).ToList());
        var traits = units.SelectMany(unit => unit.Events).SelectMany(e => new[] { (Property: "", Value: e.Name), (Property: "plan", Value: e.Plan ?? "") })
            .Where(trait => trait.Value.Length > 0 && (trait.Property.Length > 0 || funnel.Steps.All(step => step.Match.Name != trait.Value))).Distinct();
        bool Has(List<Happening> own, string property, string value) => own.Any(e => (property.Length == 0 ? e.Name : e.Plan) == value);
        return [.. traits.Select(trait =>
            $"{trait.Property} {trait.Value}: {converted.Count(unit => Has(unit.Events, trait.Property, trait.Value))}/{converted.Count} {dropped.Count(unit => Has(unit.Events, trait.Property, trait.Value))}/{dropped.Count}")];
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
        var members = known.Events.Where(e => funnel.Segment is not { Match: [{ Did: { } did }] } || e.At < funnel.Range.To && World.Holds(did, e))
            .Select(e => person(e.Visitor)).ToHashSet();
        var attempts = known.Events.Where(e => members.Contains(person(e.Visitor)) && (funnel.UnitProperty is null || e.Plan is not null))
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
