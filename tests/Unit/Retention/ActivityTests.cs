using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Lifecycle;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Projections.Stickiness;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Retention;

public class ActivityTests
{
    private const int Minutes = 60 * 24 * 14;

    private static readonly Gen<(TimeRange Range, EventMatch Match, string? Zone, DateTimeOffset? AsOf, Granularity Granularity)> Questions =
        from range in Gen.Select(Gen.Int[0, Minutes], Gen.Int[1, Minutes])
        from match in World.Match
        from zone in World.OneOf(Local.Zones)
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        from granularity in World.OneOf(Granularity.Hour, Granularity.Day, Granularity.Week, Granularity.Month)
        select (new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), match, zone,
            asOf < 0 ? (DateTimeOffset?)null : World.Recording.AddSeconds(asOf), granularity);

    [Fact]
    public async Task Stickiness_counts_persons_by_their_number_of_different_days()
    {
        using var store = new TestStore();
        var query = new StickinessQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(Minutes), Questions).SampleAsync(async (world, question) =>
        {
            var (tenant, input) = (store.Write(world), new StickinessInput(question.Range, question.Match) { TimeZone = question.Zone, AsOf = question.AsOf });
            var answer = await query.RunAsync(tenant, input, default);

            var known = world.AsOf(question.AsOf);
            var person = known.Persons();
            var expected = known.Events.Where(e => World.Holds(question.Match, e) && e.At >= question.Range.From && e.At < question.Range.To)
                .GroupBy(e => person(e.Visitor)).Select(own => own.Select(e => Local.Period(e.At, Granularity.Day, question.Zone)).Distinct().Count())
                .GroupBy(days => days).Select(days => $"{days.Key}: {days.Count()}").Order(StringComparer.Ordinal);
            Assert.Equal(expected, answer.Days.Where(day => day.Persons > 0).Select(day => $"{day.DaysActive}: {day.Persons}").Order(StringComparer.Ordinal));
            var behind = new List<long>();
            foreach (var day in answer.Days)
            {
                var keys = await query.PersonsAsync(tenant, input, day.DaysActive, default);
                Assert.Equal(day.Persons, keys.Count);
                behind.AddRange(keys);
            }
            Assert.Distinct(behind);
            Assert.Equal(await new PersonsOfQuestion(store.Store, new FakeTimeProvider()).KeysAsync(tenant, question.Range, [question.Match], [], null, question.AsOf, default), behind.Order());
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task Lifecycle_tells_new_returning_resurrecting_and_dormant_persons_apart()
    {
        using var store = new TestStore();
        var query = new LifecycleQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(Minutes), Questions).SampleAsync(async (world, question) =>
        {
            var input = new LifecycleInput(question.Range, question.Granularity, question.Match) { TimeZone = question.Zone, AsOf = question.AsOf };
            var tenant = store.Write(world);
            var answer = await query.RunAsync(tenant, input, default);

            var known = world.AsOf(question.AsOf);
            var person = known.Persons();
            var active = known.Events.Where(e => World.Holds(question.Match, e) && e.At < question.Range.To)
                .GroupBy(e => person(e.Visitor)).Select(own => own.Select(e => Local.Period(e.At, question.Granularity, question.Zone)).ToHashSet()).ToList();
            foreach (var period in answer.Periods)
            {
                var now = Local.Period(period.Start, question.Granularity, question.Zone);
                var before = Local.Later(now, question.Granularity, -1);
                Assert.Equal(active.Count(own => own.Contains(now) && own.All(at => at >= now)), period.New);
                Assert.Equal(active.Count(own => own.Contains(now) && own.Contains(before)), period.Returning);
                Assert.Equal(active.Count(own => own.Contains(now) && !own.Contains(before) && own.Any(at => at < before)), period.Resurrecting);
                Assert.Equal(active.Count(own => !own.Contains(now) && own.Contains(before)), period.Dormant);
            }
            var last = answer.Periods[^1];
            foreach (var (state, count) in new[] { (LifecycleState.New, last.New), (LifecycleState.Returning, last.Returning), (LifecycleState.Resurrecting, last.Resurrecting), (LifecycleState.Dormant, last.Dormant) })
                Assert.Equal(count, (await query.PersonsAsync(tenant, input, last.Start, state, default)).Count);
            Assert.Equal(Local.Period(question.Range.From, question.Granularity, question.Zone), Local.Period(answer.Periods[0].Start, question.Granularity, question.Zone));
        }, iter: 60, threads: 1);
    }
}
