using CsCheck;
using Platform.Projections.Breakdowns;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Breakdowns;

public class BreakdownTests
{
    private const int Minutes = 60 * 5;
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);

    private static readonly Gen<BreakdownInput[]> Questions =
        from range in Gen.Select(Gen.Int[0, Minutes], Gen.Int[1, Minutes])
        from each in Gen.Select(World.OneOf("plan", "event", "page", "device", "entry_page", "exit_page"), Gen.Int[1, 4]).Array[1, 4]
        from filters in World.OneOf<PropertyFilter[]>([], [], [new PropertyFilter("plan", FilterOperator.Equals, ["pro"])])
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        select each.Select(one => new BreakdownInput(new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), one.Item1)
        {
            TopK = one.Item2, Filters = filters, AsOf = asOf < 0 ? null : World.Recording.AddSeconds(asOf),
        }).ToArray();

    [Fact]
    public async Task Every_breakdown_is_what_its_definition_says_however_many_are_asked_for_at_once()
    {
        using var store = new TestStore();
        var queries = new[] { new BreakdownQuery(store.Store, TimeProvider.System), new BreakdownQuery(store.Store, TimeProvider.System) { MostAtOnce = 4_000 } };
        await Gen.Select(World.Gen(Minutes), Questions).SampleAsync(async (world, questions) =>
        {
            var (tenant, expected) = (store.Write(world), questions.Select(question => Expected(question, world)).ToList());
            foreach (var query in queries)
                Assert.Equal(expected, (await Task.WhenAll(questions.Select(question => query.RunAsync(tenant, question, default))))
                    .Select(answer => answer.Rows.Concat(answer.Other is { } other ? [other] : []).Select(Described).ToList()));
        }, iter: 100, threads: 1);
    }

    private static List<string> Expected(BreakdownInput question, World world)
    {
        var known = world.AsOf(question.AsOf);
        var person = known.Persons();
        var sessions = Sessions(world);
        var rows = known.Events
            .Where(e => e.At >= question.Range.From && e.At < question.Range.To && World.Holds(question.Filters, e))
            .Select(e => (Value: Value(question.Property, e, sessions[e.Number]), Event: e, Session: sessions[e.Number]))
            .Where(row => row.Value is not null).ToList();
        var values = rows.GroupBy(row => row.Value!)
            .OrderByDescending(value => value.Select(row => person(row.Event.Visitor)).Distinct().Count())
            .ThenByDescending(value => value.Count()).ThenBy(value => value.Key, StringComparer.Ordinal).Select(value => value.Key).ToList();
        var top = values.Take(question.TopK).ToList();
        string Line(string name, List<(string? Value, Happening Event, List<Happening> Session)> own)
        {
            var visited = own.Select(row => row.Session).Distinct().ToList();
            return Described(new BreakdownRow(
                name, own.Select(row => person(row.Event.Visitor)).Distinct().Count(), visited.Count, own.Count(row => IsView(row.Event)), own.Count,
                visited.Average(session => session.Count == 1 && IsView(session[0]) ? 1d : 0d),
                TimeSpan.FromMicroseconds(visited.Average(session => (session[^1].At - session[0].At).TotalMicroseconds))));
        }
        var lines = top.Select(value => Line(value, [.. rows.Where(row => row.Value == value)]));
        return [.. lines, .. values.Count > top.Count ? new[] { Line("(other)", [.. rows.Where(row => !top.Contains(row.Value!))]) } : []];
    }

    // A visitor's events that follow each other within half an hour, whatever was known when.
    private static Dictionary<int, List<Happening>> Sessions(World world)
    {
        var sessions = new Dictionary<int, List<Happening>>();
        foreach (var visitor in world.Events.GroupBy(e => e.Visitor))
        {
            var current = new List<Happening>();
            foreach (var e in visitor.OrderBy(e => e.At).ThenBy(e => e.Number))
            {
                if (current.Count > 0 && e.At - current[^1].At > Gap)
                    current = [];
                current.Add(e);
                sessions[e.Number] = current;
            }
        }
        return sessions;
    }

    private static string? Value(string property, Happening e, List<Happening> session) => property switch
    {
        "plan" => e.Plan,
        "event" => e.Name,
        "page" => e.Page,
        "device" => e.Device,
        "entry_page" => session.FirstOrDefault(IsView)?.Page,
        _ => session.LastOrDefault(IsView)?.Page,
    };

    private static bool IsView(Happening e) => e.Name == "page_viewed";

    private static string Described(BreakdownRow row) =>
        FormattableString.Invariant($"{row.Value}: {row.Persons} {row.Sessions} {row.Views} {row.Events} {row.BounceRate:F9} {row.MeanDuration.TotalSeconds:F6}");
}
