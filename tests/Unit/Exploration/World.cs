using CsCheck;
using Platform.Projections.Questions;

namespace Platform.Tests.Unit.Exploration;

/// <summary>An event of a made-up world; <paramref name="Number"/> is the order of arrival.</summary>
internal sealed record Happening(int Number, string Visitor, string Name, DateTimeOffset At)
{
    public string? Plan { get; init; }
    public string? Page { get; init; }
    public string? Device { get; init; }
    public string? Channel { get; init; }
    public double? Price { get; init; }
    public string? LinkedWith { get; init; }
    public bool Unlinked { get; init; }

    /// <summary>One second after the one before, whatever it says of when it happened: most are late.</summary>
    public DateTimeOffset Recorded => World.Recording.AddSeconds(Number);
}

/// <summary>All that happened to a tenant, and who is who by plain recounting.</summary>
internal sealed record World(IReadOnlyList<Happening> Events)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 20, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Recording = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly string?[] Plans = [null, "pro", "free"];
    public static readonly string?[] Devices = [null, "desktop", "mobile"];
    public static readonly string?[] Channels = [null, "Direct", "Email"];
    public static readonly string[] Names = ["a", "b", "c", "page_viewed"];

    /// <summary>A world of few visitors and moments, so that ties, joins and late events are the rule.</summary>
    public static Gen<World> Gen(int minutes, int most = 40) =>
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 5], CsCheck.Gen.Int[0, 11], CsCheck.Gen.Int[0, minutes], CsCheck.Gen.Int[0, 2], CsCheck.Gen.Int[0, 5]).List[0, most]
            .Select(rows => new World([.. rows.Select((row, number) => new Happening(number, $"v{row.Item1}", Names[row.Item2 % 4], Start.AddMinutes(row.Item3))
            {
                Plan = Plans[row.Item4],
                Page = row.Item2 % 4 == 3 ? $"/{row.Item5 % 3}" : null,
                Device = Devices[(row.Item1 + row.Item5 / 4) % 3],
                Channel = Channels[(row.Item3 + row.Item5) % 3],
                Price = row.Item5 < 3 ? row.Item5 * 1.5 : null,
                LinkedWith = row.Item2 == 10 && row.Item5 != row.Item1 ? $"v{row.Item5}" : null,
                Unlinked = row.Item2 == 9,
            })]));

    /// <summary>What was recorded by a moment.</summary>
    public World AsOf(DateTimeOffset? moment) => moment is null ? this : new([.. Events.Where(e => e.Recorded <= moment)]);

    /// <summary>The visitors that are one person, named by any one of them.</summary>
    public Func<string, string> Persons()
    {
        var links = new List<(string A, string B)>();
        foreach (var e in Events.OrderBy(e => e.Number))
        {
            if (e.Unlinked)
                links.RemoveAll(link => link.A == e.Visitor || link.B == e.Visitor);
            else if (e.LinkedWith is { } other)
                links.Add((e.Visitor, other));
        }
        return visitor =>
        {
            var person = new SortedSet<string>(StringComparer.Ordinal) { visitor };
            while (links.Any(link => (person.Contains(link.A) && person.Add(link.B)) | (person.Contains(link.B) && person.Add(link.A))))
            {
                // Until nobody is added any more.
            }
            return person.Min!;
        };
    }

    /// <summary>Whether an event is one that is asked for; filters compare the plan by EQUALS only.</summary>
    public static bool Holds(EventMatch match, Happening e) => (match.Name == "*" || match.Name == e.Name) && Holds(match.Filters, e);

    public static bool Holds(IReadOnlyList<PropertyFilter> filters, Happening e) => filters.All(filter => e.Plan is not null && filter.Values.Contains(e.Plan));

    public static Gen<T> OneOf<T>(params T[] values) => CsCheck.Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static readonly Gen<EventMatch> Match = CsCheck.Gen.Select(OneOf("a", "b", "c", "*"), OneOf(null, null, "pro", "free"), (name, plan) =>
        new EventMatch(name, plan is null ? [] : [new PropertyFilter("plan", FilterOperator.Equals, [plan])]));
}
