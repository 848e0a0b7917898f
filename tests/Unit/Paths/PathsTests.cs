using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Paths;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Paths;

public class PathsTests
{
    private static readonly Gen<PathsInput> Questions =
        from range in Gen.Select(Gen.Int[0, 100], Gen.Int[1, 300])
        from node in Gen.Enum<PathNode>()
        from unit in Gen.Enum<PathUnit>()
        from ends in Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4])
        from most in Gen.Select(Gen.Int[2, 6], Gen.Int[1, 4], Gen.Int[1, 200])
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        select new PathsInput(new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)))
        {
            Node = node, Unit = unit, MaxSteps = most.Item1, TopK = most.Item2, Window = TimeSpan.FromMinutes(most.Item3),
            StartAt = Anchor(node, ends.Item1), EndAt = Anchor(node, ends.Item2),
            // Sessions are those of all events, so as known earlier only persons' paths can be recounted from the events alone.
            AsOf = asOf < 0 || unit == PathUnit.Session ? null : World.Recording.AddSeconds(asOf),
        };

    [Fact]
    public async Task Every_path_is_what_its_definition_says_and_counts_add_up()
    {
        using var store = new TestStore();
        var query = new PathsQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(300), Questions).SampleAsync(async (world, question) =>
        {
            var answer = await query.RunAsync(store.Write(world), question, default);

            var paths = Paths(question, world);
            Assert.Equal(paths.Count, answer.Paths);
            Assert.Equal(Links(question, paths), answer.Links.Select(link => $"{link.Step} {link.Source} {link.Target} {link.Count}").Order(StringComparer.Ordinal));
        }, iter: 100, threads: 1);
    }

    private static string? Anchor(PathNode node, int choice) => choice switch
    {
        0 => node == PathNode.Page ? "/0" : "a",
        1 => node == PathNode.Page ? "/1" : "b",
        _ => null,
    };

    private static List<string?[]> Paths(PathsInput question, World world)
    {
        var known = world.AsOf(question.AsOf);
        var person = known.Persons();
        var sessions = Sessions(known);
        var paths = new List<string?[]>();
        foreach (var own in known.Events.Where(e => e.At >= question.Range.From && e.At < question.Range.To && (question.Node == PathNode.Event || e.Page is not null))
                     .GroupBy(e => question.Unit == PathUnit.Person ? person(e.Visitor) : $"{e.Visitor} {sessions[e.Number]}"))
        {
            var way = own.OrderBy(e => e.At).ThenBy(e => e.Number).Select(e => (e.At, Node: question.Node == PathNode.Page ? e.Page! : e.Name))
                .SkipWhile(visit => question.StartAt is not null && visit.Node != question.StartAt).ToList();
            var within = way.TakeWhile(visit => question.Unit == PathUnit.Session || visit.At - way[0].At <= question.Window).Select(visit => visit.Node).ToList();
            var until = question.EndAt is null ? within.Count - 1 : within.IndexOf(question.EndAt);
            var path = within.Take(until + 1).Where((node, place) => place == 0 || within[place - 1] != node).ToList();
            if (path.Count == 0)
                continue;
            paths.Add(question.EndAt is null
                ? [.. path.Take(question.MaxSteps)]
                : [.. Enumerable.Repeat((string?)null, Math.Max(0, question.MaxSteps - path.Count)), .. path.TakeLast(question.MaxSteps)]);
        }
        return paths;
    }

    private static List<string> Links(PathsInput question, List<string?[]> paths)
    {
        var top = Enumerable.Range(0, question.MaxSteps).Select(step => paths.Where(path => step < path.Length && path[step] is not null).GroupBy(path => path[step]!)
            .OrderByDescending(node => node.Count()).ThenBy(node => node.Key, StringComparer.Ordinal).Take(question.TopK).Select(node => node.Key).ToHashSet()).ToList();
        string Name(int step, string node) => top[step].Contains(node) ? node : "(other)";
        return [.. paths.SelectMany(path => Enumerable.Range(0, path.Length - 1).Where(step => path[step] is not null)
                .Select(step => $"{step + 1} {Name(step, path[step]!)} {Name(step + 1, path[step + 1]!)}"))
            .GroupBy(link => link).Select(link => $"{link.Key} {link.Count()}").Order(StringComparer.Ordinal)];
    }

    private static Dictionary<int, int> Sessions(World world)
    {
        var sessions = new Dictionary<int, int>();
        foreach (var own in world.Events.GroupBy(e => e.Visitor))
        {
            var (session, last) = (0, DateTimeOffset.MinValue);
            foreach (var e in own.OrderBy(e => e.At).ThenBy(e => e.Number))
            {
                session += e.At - last > TimeSpan.FromMinutes(30) ? 1 : 0;
                (last, sessions[e.Number]) = (e.At, session);
            }
        }
        return sessions;
    }
}
