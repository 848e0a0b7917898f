using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Questions;
using Platform.Projections.Retention;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Retention;

public class RetentionTests
{
    private const int Minutes = 60 * 24 * 20;

    // Over a change to daylight saving time in both zones that have one.
    private static readonly Gen<RetentionInput> Questions =
        from match in Gen.Select(World.Match, World.Match)
        from how in Gen.Select(Gen.Enum<RetentionPeriod>(), Gen.Enum<RetentionMode>(), Gen.Enum<CohortStart>(), Gen.Int[1, 9])
        from range in Gen.Select(Gen.Int[0, Minutes], Gen.Int[1, Minutes])
        from split in Gen.Select(World.OneOf(null, "plan"), Gen.Int[1, 3], World.OneOf(Local.Zones))
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        select new RetentionInput(
            new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), match.Item1, match.Item2, how.Item1, how.Item4)
        {
            Mode = how.Item2, CohortStart = how.Item3, Breakdown = split.Item1, TopK = split.Item2, TimeZone = split.Item3,
            AsOf = asOf < 0 ? null : World.Recording.AddSeconds(asOf),
        };

    [Fact]
    public async Task Every_retention_is_what_its_definition_says()
    {
        using var store = new TestStore();
        var clock = new FakeTimeProvider(World.Start.AddDays(12));
        var query = new RetentionQuery(store.Store, clock);
        await Gen.Select(World.Gen(Minutes), Questions).SampleAsync(async (world, question) =>
        {
            var tenant = store.Write(world);
            var answer = await query.RunAsync(tenant, question, default);

            Assert.Equal(Expected(question, world), answer.Cohorts.Where(cohort => cohort.Size > 0)
                .Select(cohort => $"{Local.Period(cohort.Start, Calendar(question), question.TimeZone):yyyy-MM-dd} {cohort.Breakdown}: {string.Join(' ', cohort.Counts)}").Order(StringComparer.Ordinal));
            Assert.All(answer.Cohorts, cohort => Assert.Equal(Complete(question, cohort.Start, question.AsOf ?? clock.GetUtcNow()), cohort.Complete));
            var named = answer.Cohorts.Select(cohort => cohort.Breakdown).OfType<string>().Where(value => value != "(other)").Distinct().ToList();
            foreach (var cohort in answer.Cohorts.Where(cohort => cohort.Size > 0).Take(3))
                for (var period = 0; period < question.Periods; period++)
                    Assert.Equal(cohort.Counts[period], (await query.PersonsAsync(tenant, question, cohort.Start, period,
                        cohort.Breakdown is null ? null : cohort.Breakdown == "(other)" ? named : [cohort.Breakdown], cohort.Breakdown == "(other)", default)).Count);
            for (var period = 0; period < question.Periods; period++)
            {
                var over = answer.Cohorts.Where(cohort => cohort.Complete[period] && cohort.Size > 0).ToList();
                Assert.Equal(over.Count == 0 ? 0 : over.Sum(cohort => cohort.Rates[period] * cohort.Size) / over.Sum(cohort => cohort.Size), answer.Mean[period], 9);
            }
        }, iter: 100, threads: 1);
    }

    private static Granularity Calendar(RetentionInput question) => question.Period switch
    {
        RetentionPeriod.Week => Granularity.Week,
        RetentionPeriod.Month => Granularity.Month,
        _ => Granularity.Day,
    };

    private static List<string> Expected(RetentionInput question, World world)
    {
        var known = world.AsOf(question.AsOf);
        var person = known.Persons();
        DateTime Day(Happening e) => Local.Period(e.At, Calendar(question), question.TimeZone);
        var members = new List<(DateTime Cohort, string? Value, bool[] Back)>();
        foreach (var own in known.Events.GroupBy(e => person(e.Visitor)).Select(own => own.OrderBy(e => e.At).ThenBy(e => e.Number).ToList()))
        {
            var starts = own.Where(e => World.Holds(question.Start, e)).ToList();
            starts = [.. (question.CohortStart == CohortStart.FirstEver ? starts.Take(1) : starts).Where(e => e.At >= question.Range.From && e.At < question.Range.To)];
            foreach (var start in starts.GroupBy(Day).Select(day => day.First()))
            {
                var periods = own.Where(e => World.Holds(question.Return, e) && e.At >= start.At).Select(e => question.Period == RetentionPeriod.RollingDay
                    ? (int)((e.At - start.At) / TimeSpan.FromDays(1))
                    : Enumerable.Range(0, 400).First(k => Local.Later(Day(start), Calendar(question), k) == Day(e))).ToList();
                members.Add((Day(start), question.Breakdown is null ? null : start.Plan ?? "(none)",
                    [.. Enumerable.Range(0, question.Periods).Select(k => k == 0 || periods.Any(p => question.Mode == RetentionMode.On ? p == k : p >= k))]));
            }
        }
        var top = members.GroupBy(member => member.Value).OrderByDescending(value => value.Count()).ThenBy(value => value.Key, StringComparer.Ordinal)
            .Take(question.TopK).Select(value => value.Key).ToList();
        return [.. members.GroupBy(member => (member.Cohort, Value: question.Breakdown is null || top.Contains(member.Value) ? member.Value : "(other)"))
            .Select(cohort => $"{cohort.Key.Cohort:yyyy-MM-dd} {cohort.Key.Value}: {string.Join(' ', Enumerable.Range(0, question.Periods).Select(k => cohort.Count(member => member.Back[k])))}")
            .Order(StringComparer.Ordinal)];
    }

    private static List<bool> Complete(RetentionInput question, DateTimeOffset start, DateTimeOffset now) => [.. Enumerable.Range(0, question.Periods).Select(k =>
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(question.TimeZone ?? "UTC");
        var cohort = Local.Period(start, Calendar(question), question.TimeZone);
        var end = Local.Later(cohort, Calendar(question), question.Period == RetentionPeriod.RollingDay ? 1 : k + 1);
        return new DateTimeOffset(end, zone.GetUtcOffset(end)) + (question.Period == RetentionPeriod.RollingDay ? TimeSpan.FromDays(k + 1) : TimeSpan.Zero) <= now;
    })];
}
