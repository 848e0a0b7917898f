using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Projections.Corrections;
using Platform.Projections.Lineage;
using Platform.Projections.Persons;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Segments;

public class SegmentTests
{
    private static readonly Gen<SegmentRule> Rules =
        from kind in Gen.Int[1, 7]
        from matches in Gen.Select(World.Match, World.Match)
        from plan in World.OneOf("pro", "free")
        from within in Gen.Int[0, 60]
        from atLeast in Gen.Int[1, 3]
        select new SegmentRule
        {
            Did = (kind & 1) == 1 ? matches.Item1 : null, DidNot = (kind & 2) == 2 ? matches.Item2 : null,
            Property = (kind & 4) == 4 ? new PropertyFilter("plan", FilterOperator.Equals, [plan]) : null,
            Within = within < 20 ? null : TimeSpan.FromMinutes(within), AtLeast = atLeast,
        };

    private static readonly Gen<(TimeRange Range, EventMatch Match, SegmentInput? Segment, DateTimeOffset? AsOf)> Questions =
        from range in Gen.Select(Gen.Int[0, 60], Gen.Int[1, 60])
        from match in World.Match
        from rules in Rules.List[0, 3]
        from all in Gen.Bool
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        select (new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), match,
            rules.Count == 0 ? null : new SegmentInput(rules, all), asOf < 0 ? (DateTimeOffset?)null : World.Recording.AddSeconds(asOf));

    [Fact]
    public async Task The_persons_of_a_figure_and_of_a_segment_are_those_of_a_recount()
    {
        using var store = new TestStore();
        var query = new PersonsOfQuestion(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(120), Questions).SampleAsync(async (world, question) =>
        {
            var tenant = store.Write(world);

            var keys = await query.KeysAsync(tenant, question.Range, [question.Match], [], question.Segment, question.AsOf, default);

            Assert.Equal(Chosen(world, question).Select(own => TestStore.Key(tenant, own.Person)).Distinct().Order(), keys);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Who_belonged_to_a_static_cohort_belongs_to_it_whatever_becomes_known_later_also_joined_with_others()
    {
        using var store = new TestStore();
        var query = new PersonsOfQuestion(store.Store, new FakeTimeProvider());
        var ranges = new TimeRange(DateTimeOffset.UnixEpoch, World.Recording.AddDays(1));
        await Gen.Select(World.Gen(120), Rules.List[1, 3], Gen.Bool, Gen.Int[0, 40], Gen.Bool).SampleAsync(async (world, rules, all, known, listed) =>
        {
            var tenant = store.Write(world);
            var (at, person, segment) = (World.Recording.AddSeconds(known), world.Persons(), new SegmentInput(rules, all));
            var then = world.AsOf(at);
            var members = then.Events.GroupBy(e => then.Persons()(e.Visitor)).Where(own => Belongs(segment, [.. own], at)).ToList();
            var asked = listed
                ? new SegmentInput([]) { Members = [.. members.Select(own => DerivedId.Visitor(tenant, own.First().Visitor))] }
                : segment with { KnownAt = at };

            var keys = await query.KeysAsync(tenant, ranges, [], [], asked, null, default);

            var visitors = listed ? members.Select(own => own.First().Visitor) : members.SelectMany(own => own.Select(e => e.Visitor));
            Assert.Equal(visitors.Select(person).Distinct().Select(own => TestStore.Key(tenant, own)).Order(), keys);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Lineage_names_the_events_behind_a_figure_with_a_digest_that_anyone_can_recompute()
    {
        using var store = new TestStore();
        var query = new LineageQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(120), Questions).SampleAsync(async (world, question) =>
        {
            var tenant = store.Write(world);

            var lineage = await query.RunAsync(tenant, question.Range, [question.Match], [], question.Segment, question.AsOf, default);

            var ids = Chosen(world, question).Select(own => own.Event).OrderBy(e => e.Number)
                .Select(e => DerivedId.Message(tenant, e.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString("N")).ToList();
            Assert.Equal(ids.Count, lineage.Events);
            Assert.Equal(ids.Take(20), lineage.SampleEventIds);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => id + "\n"))))), lineage.Digest);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task Corrections_count_what_was_recorded_between_two_moments()
    {
        using var store = new TestStore();
        var query = new CorrectionsQuery(store.Store);
        // Recording begins after all has happened, so everything is late; in half of the cases the first moment lies between what happens.
        await Gen.Select(World.Gen(120), Questions, Gen.Int[0, 40], Gen.Int[1, 40], Gen.Bool).SampleAsync(async (world, question, from, length, early) =>
        {
            var tenant = store.Write(world);
            var knownFrom = early ? World.Start.AddMinutes(from * 3) : World.Recording.AddSeconds(from);
            var knownTo = World.Recording.AddSeconds(from + length);

            var counts = await query.RunAsync(tenant, question.Range, [question.Match], [], knownFrom, knownTo, default);

            var fresh = world.Events.Where(e => e.Recorded > knownFrom && e.Recorded <= knownTo).ToList();
            var figures = fresh.Where(e => World.Holds(question.Match, e) && e.At >= question.Range.From && e.At < question.Range.To).ToList();
            var visitors = world.Events.SelectMany(e => new[] { e.Visitor, e.LinkedWith ?? e.Visitor }).Distinct().ToList();
            Assert.Equal(figures.Count(e => e.At <= knownFrom), counts.LateEvents);
            Assert.Equal(figures.Count(e => e.At > knownFrom), counts.NewEvents);
            Assert.Equal(fresh.Count(e => Changed(world, e, visitors)), counts.Joins + counts.Unlinks);
        }, iter: 60, threads: 1);
    }

    private static bool Changed(World world, Happening e, List<string> visitors)
    {
        var before = world.AsOf(e.Recorded.AddSeconds(-1)).Persons();
        var after = world.AsOf(e.Recorded).Persons();
        return visitors.Any(visitor => before(visitor) != after(visitor));
    }

    private static IEnumerable<(string Person, Happening Event)> Chosen(World world, (TimeRange Range, EventMatch Match, SegmentInput? Segment, DateTimeOffset? AsOf) question)
    {
        var known = world.AsOf(question.AsOf);
        var person = known.Persons();
        return from own in known.Events.GroupBy(e => person(e.Visitor))
               where question.Segment is null || Belongs(question.Segment, [.. own], question.Range.To)
               from e in own
               where World.Holds(question.Match, e) && e.At >= question.Range.From && e.At < question.Range.To
               select (own.Key, e);
    }

    private static bool Belongs(SegmentInput segment, List<Happening> own, DateTimeOffset end)
    {
        bool Holds(SegmentRule rule)
        {
            var window = own.Where(e => e.At < end && (rule.Within is null || e.At >= end - rule.Within)).ToList();
            return (rule.Did is null || window.Count(e => World.Holds(rule.Did, e)) >= rule.AtLeast)
                && (rule.DidNot is null || window.Count(e => World.Holds(rule.DidNot, e)) < rule.AtLeast)
                && (rule.Property is null || window.Any(e => World.Holds([rule.Property], e)));
        }
        return segment.All ? segment.Match.All(Holds) : segment.Match.Any(Holds);
    }
}
