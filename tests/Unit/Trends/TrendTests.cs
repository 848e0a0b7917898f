using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Questions;
using Platform.Projections.Trends;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Trends;

public class TrendTests
{
    private const int Minutes = 60 * 24 * 14;

    private static readonly Gen<TrendInput> Questions =
        from range in Gen.Select(Gen.Int[0, Minutes], Gen.Int[1, Minutes])
        from granularity in World.OneOf(Granularity.Hour, Granularity.Day, Granularity.Week, Granularity.Month)
        from series in Gen.Select(World.Match, Gen.Enum<Aggregate>().Where(aggregate => aggregate != Aggregate.UniqueSessions)).List[1, 2]
        from breakdowns in World.OneOf<string[]>([], ["plan"], ["plan", "event"], ["event", "plan", "page"])
        from how in Gen.Select(Gen.Int[1, 4], Gen.Bool, World.OneOf(Local.Zones), World.OneOf(null, "A / 2 + 1", "-(A * 3) / A"))
        from asOf in Gen.OneOf(Gen.Const(-1), Gen.Int[0, 40])
        select new TrendInput(
            new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), granularity,
            [.. series.Select(one => new SeriesInput(one.Item1, one.Item2, one.Item2 >= Aggregate.Sum ? "price" : null))])
        {
            Breakdowns = breakdowns, TopK = how.Item1, ComparePrevious = how.Item2, TimeZone = how.Item3,
            Formula = series.Count == 1 ? how.Item4 : how.Item4?.Replace("/ A", "/ (B + 0.5)", StringComparison.Ordinal),
            AsOf = asOf < 0 ? null : World.Recording.AddSeconds(asOf),
        };

    [Fact]
    public async Task Every_trend_is_what_its_definition_says()
    {
        using var store = new TestStore();
        var query = new TrendQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(Minutes), Questions).SampleAsync(async (world, question) =>
        {
            var answer = await query.RunAsync(store.Write(world), question, default);

            Assert.Equal(Expected(question, world), [.. answer.Series.Select(line =>
                $"{line.Key} {string.Join('|', line.Breakdown)} {Number(line.Total)}: {Points(line.Points)} / {(line.Previous is null ? "" : Points(line.Previous))}")]);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task The_moving_average_is_the_mean_of_a_point_and_those_before_it()
    {
        using var store = new TestStore();
        var world = new World([.. new[] { 4, 0, 2, 6 }.SelectMany((count, day) => Enumerable.Repeat(day, count)).Select((day, number) => new Happening(number, "v", "a", World.Start.AddDays(day)))]);

        var answer = await new TrendQuery(store.Store, new FakeTimeProvider()).RunAsync(store.Write(world),
            new TrendInput(new TimeRange(World.Start, World.Start.AddDays(4)), Granularity.Day, [new SeriesInput(new EventMatch("a", []))]) { MovingAverage = 3 }, default);

        Assert.Equal([4d, 2d, 2d, 8d / 3], answer.Series[0].MovingAverage!.Select(point => point.Value));
    }

    [Theory]
    [InlineData("A +", "'formula' ends too early.")]
    [InlineData("A + C", "'formula' names a series 'C'; there are A.")]
    [InlineData("(A", "'formula' ends too early.")]
    [InlineData("A ^ 2", "'formula' has an unexpected '^' at character 3; series keys, numbers, + - * / and parentheses are understood.")]
    public void A_formula_that_cannot_be_read_says_what_is_wrong(string formula, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidQuestionException>(() => Formula.Of(formula, ["A"])).Message);

    private static List<string> Expected(TrendInput question, World world)
    {
        var known = world.AsOf(question.AsOf);
        var person = known.Persons();
        var lines = new List<(string Key, string Value, double Total, List<double> Points, List<double>? Previous)>();
        HashSet<string>? common = null;
        foreach (var (series, index) in question.Series.Select((series, index) => (series, index)))
        {
            List<Happening> In(TimeRange range) => [.. known.Events.Where(e => World.Holds(series.Match, e) && e.At >= range.From && e.At < range.To)];
            double Of(IEnumerable<Happening> events) => Value(series.Aggregate, [.. events], person);
            var (now, before) = (In(question.Range), In(question.Range.Previous()));
            var top = common is not null && question.Formula is not null ? common : now.GroupBy(e => Split(e, question))
                .OrderByDescending(value => Sortable(series.Aggregate, [.. value], person)).ThenBy(value => value.Key, StringComparer.Ordinal)
                .Take(question.TopK).Select(value => value.Key).ToHashSet();
            common ??= top;
            string Line(Happening e) => question.Breakdowns.Count == 0 ? "" : top.Contains(Split(e, question)) ? Split(e, question) : string.Join('|', question.Breakdowns.Select(_ => "(other)"));
            List<double> Points(TimeRange range, IEnumerable<Happening> events) => [.. Periods(range, question).Select(period =>
                Of(events.Where(e => Local.Period(e.At, question.Granularity, question.TimeZone) == period)))];
            var values = question.Breakdowns.Count == 0 ? [""] : now.Select(Line).Distinct();
            lines.AddRange(values.Select(value => (((char)('A' + index)).ToString(), value, Of(now.Where(e => Line(e) == value)),
                    Points(question.Range, now.Where(e => Line(e) == value)),
                    question.ComparePrevious ? Points(question.Range.Previous(), before.Where(e => Line(e) == value)) : null))
                .OrderBy(line => line.value.StartsWith("(other)", StringComparison.Ordinal)).ThenByDescending(line => line.Item3).ThenBy(line => line.value, StringComparer.Ordinal));
        }
        return [.. (question.Formula is null ? lines : Combined(question, lines)).Select(line =>
            $"{line.Key} {line.Value} {Number(line.Total)}: {string.Join(' ', line.Points.Select(Number))} / {(line.Previous is null ? "" : string.Join(' ', line.Previous.Select(Number)))}")];
    }

    private static List<(string Key, string Value, double Total, List<double> Points, List<double>? Previous)> Combined(
        TrendInput question, List<(string Key, string Value, double Total, List<double> Points, List<double>? Previous)> lines) =>
        [.. lines.GroupBy(line => line.Value).Select(group =>
        {
            double By(Func<(string Key, string Value, double Total, List<double> Points, List<double>? Previous), double> number)
            {
                var a = group.Where(line => line.Key == "A").Select(number).FirstOrDefault();
                var b = group.Where(line => line.Key == "B").Select(number).FirstOrDefault();
                return question.Formula switch
                {
                    "A / 2 + 1" => a / 2 + 1,
                    "-(A * 3) / A" => a == 0 ? 0 : -(a * 3) / a,
                    _ => b + 0.5 == 0 ? 0 : -(a * 3) / (b + 0.5),
                };
            }
            return (question.Formula!, group.Key, By(line => line.Total), Enumerable.Range(0, group.First().Points.Count).Select(place => By(line => line.Points[place])).ToList(),
                question.ComparePrevious ? Enumerable.Range(0, group.First().Previous!.Count).Select(place => By(line => line.Previous![place])).ToList() : null);
        })];

    private static List<DateTime> Periods(TimeRange range, TrendInput question)
    {
        var periods = new List<DateTime>();
        var last = Local.Period(range.To.AddTicks(-1), question.Granularity, question.TimeZone);
        for (var period = Local.Period(range.From, question.Granularity, question.TimeZone); period <= last; period = Local.Later(period, question.Granularity, 1))
            periods.Add(period);
        return periods;
    }

    private static string Split(Happening e, TrendInput question) => string.Join('|', question.Breakdowns.Select(property => (property switch
    {
        "plan" => e.Plan,
        "event" => e.Name,
        _ => e.Page,
    }) ?? "(none)"));

    private static double Sortable(Aggregate aggregate, List<Happening> events, Func<string, string> person) =>
        aggregate >= Aggregate.Sum && events.All(e => e.Price is null) ? double.NegativeInfinity : Value(aggregate, events, person);

    private static double Value(Aggregate aggregate, List<Happening> events, Func<string, string> person)
    {
        var prices = events.Where(e => e.Price is not null).Select(e => e.Price!.Value).Order().ToList();
        return aggregate switch
        {
            Aggregate.Total => events.Count,
            Aggregate.UniquePersons => events.Select(e => person(e.Visitor)).Distinct().Count(),
            _ when prices.Count == 0 => 0,
            Aggregate.Sum => prices.Sum(),
            Aggregate.Average => prices.Average(),
            Aggregate.Minimum => prices[0],
            Aggregate.Maximum => prices[^1],
            Aggregate.P50 => Quantile(prices, 0.5),
            Aggregate.P90 => Quantile(prices, 0.9),
            _ => Quantile(prices, 0.99),
        };
    }

    private static double Quantile(List<double> ascending, double share)
    {
        var place = share * (ascending.Count - 1);
        var (below, above) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }

    private static string Points(IEnumerable<TrendPoint> points) => string.Join(' ', points.Select(point => Number(point.Value)));

    private static string Number(double value) => Math.Round(value, 6).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
