using CsCheck;
using Platform.Contracts;
using Platform.Projections.Questions;
using Platform.Projections.Reading;
using Platform.Projections.WhatIfs;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.WhatIfs;

public class WhatIfTests
{
    private const string Tenant = "t";

    private static readonly Gen<(WhatIfInput Input, TrialRules Rules)> Questions =
        from range in Gen.Select(Gen.Int[0, 2_000], Gen.Int[1, 3_000])
        from rules in Gen.Select(Gen.Int[1, 120], Gen.Int[10, 600], Gen.Int[1, 3_000])
        from leaveOut in World.Match
        from bots in Gen.Select(Gen.Bool, Gen.OneOf(Gen.Const(0), Gen.Int[1, 3]))
        from conversion in World.Match
        select (new WhatIfInput(new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)))
        {
            Conversion = conversion, LeaveOut = bots.Item1 ? [leaveOut] : [],
        }, new TrialRules(TimeSpan.FromMinutes(rules.Item1), TimeSpan.FromMinutes(rules.Item2), LeavesOut: true, bots.Item2 == 0 ? null : bots.Item2, TimeSpan.FromMinutes(rules.Item3)));

    [Fact]
    public void The_figures_of_both_rules_are_what_plain_recounting_gives()
    {
        var now = new TrialRules(TimeSpan.FromMinutes(30), TimeSpan.FromHours(24), LeavesOut: false, null, TimeSpan.FromDays(30));
        Gen.Select(World.Gen(3_000, 60), Questions).Sample((world, question) =>
        {
            var (input, then) = question;
            using var history = new TrialHistory(input, now, then);
            foreach (var page in world.Events.Chunk(7))
                history.Take([.. page.Select(e => new PageEvent(Tenant, DerivedId.Visitor(Tenant, e.Visitor), DerivedId.Message(Tenant, $"{e.Number}"), e.Number + 1, e.Recorded, TestStore.Event(e)))]);
            var person = world.Persons();
            var persons = world.Events.Select(e => e.Visitor).Distinct().ToDictionary(visitor => TestStore.Key(Tenant, visitor), visitor => TestStore.Key(Tenant, person(visitor)));

            var figures = history.Count(visitor => persons[visitor], default);

            Assert.Equal(Line(Recounted(world, input, now)), Line(figures.Now));
            Assert.Equal(Line(Recounted(world, input, then)), Line(figures.Then));
        }, iter: 2_000, threads: 1);
    }

    private static string Line(WhatIfFigures f) =>
        $"{f.Events} {f.Persons} {f.Sessions} {f.Views} {f.BounceRate:0.0000} {f.MeanDuration.TotalSeconds:0.000} {f.ViewsPerSession:0.0000} {f.Conversions} {f.ConversionRate:0.0000} "
        + string.Join(' ', f.Channels.OrderBy(credit => credit.Channel, StringComparer.Ordinal).Select(credit => $"{credit.Channel}={credit.Conversions:0.000}"));

    private static WhatIfFigures Recounted(World world, WhatIfInput input, TrialRules rules)
    {
        bool In(Happening e) => e.At >= input.Range.From && e.At < input.Range.To;
        var person = world.Persons();
        var bots = world.Events.GroupBy(e => (e.Visitor, Minute: e.At.Ticks / TimeSpan.TicksPerMinute)).Where(minute => minute.Count() > rules.MostEventsPerMinute)
            .Select(minute => minute.Key.Visitor).ToHashSet();
        var kept = world.Events.Where(e => !bots.Contains(e.Visitor) && !(rules.LeavesOut && input.LeaveOut.Any(match => World.Holds(match, e)))).ToList();
        var sessions = kept.GroupBy(e => e.Visitor).SelectMany(visitor => Sessions(visitor, rules)).ToList();
        var (events, counted) = (kept.Where(In).ToList(), sessions.Where(session => session.Any(In)).ToList());
        var conversions = events.Where(e => World.Holds(input.Conversion!, e)).ToList();
        double Mean(Func<List<Happening>, double> of) => counted.Count == 0 ? 0 : counted.Average(of);
        return new WhatIfFigures(
            events.Count, events.Select(e => person(e.Visitor)).Distinct().Count(), counted.Count, events.Count(e => e.Page is not null),
            Mean(session => session.Count(e => e.Page is not null) == 1 && session.All(e => e.Page is not null) ? 1 : 0),
            TimeSpan.FromSeconds(Mean(session => (session[^1].At - session[0].At).TotalSeconds)),
            counted.Count == 0 ? 0 : (double)events.Count(e => e.Page is not null) / counted.Count,
            conversions.Count, Mean(session => session.Any(e => conversions.Contains(e)) ? 1 : 0),
            [.. conversions.GroupBy(conversion => Owed(conversion, [.. sessions.Select(session => session[0]).Where(first => person(first.Visitor) == person(conversion.Visitor))], rules.LookBack))
                .Select(channel => new ChannelCredit(channel.Key, channel.Count()))]);
    }

    private static string Owed(Happening conversion, List<Happening> beginnings, TimeSpan lookBack)
    {
        var before = beginnings.Where(first => first.At <= conversion.At && first.At >= conversion.At - lookBack).OrderBy(first => first.At).ThenBy(first => first.Number).ToList();
        return (before.LastOrDefault(first => first.Channel is not (null or "Direct")) ?? before.LastOrDefault())?.Channel ?? "(none)";
    }

    private static IEnumerable<List<Happening>> Sessions(IEnumerable<Happening> visitor, TrialRules rules)
    {
        var session = new List<Happening>();
        foreach (var e in visitor.OrderBy(e => e.At).ThenBy(e => e.Number))
        {
            if (session.Count > 0 && (e.At - session[^1].At > rules.SessionGap || e.At - session[0].At > rules.LongestSession))
            {
                yield return session;
                session = [];
            }
            session.Add(e);
        }
        if (session.Count > 0)
            yield return session;
    }
}
