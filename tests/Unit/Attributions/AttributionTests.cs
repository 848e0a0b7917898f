using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Platform.Projections.Attributions;
using Platform.Projections.Questions;
using Platform.Tests.Unit.Exploration;

namespace Platform.Tests.Unit.Attributions;

public class AttributionTests
{
    private static readonly Gen<AttributionInput> Questions =
        from range in Gen.Select(Gen.Int[0, 12_000], Gen.Int[1, 30_000])
        from match in World.Match
        from property in World.OneOf("plan", "channel", "device")
        from lookBack in Gen.OneOf(Gen.Int[10, 600], Gen.Int[600, 30_000])
        select new AttributionInput(new TimeRange(World.Start.AddMinutes(range.Item1), World.Start.AddMinutes(range.Item1 + range.Item2)), match)
        {
            Property = property, Amount = "price", LookBack = TimeSpan.FromMinutes(lookBack),
        };

    [Fact]
    public async Task Every_conversion_is_credited_as_each_model_says_and_no_credit_is_lost()
    {
        using var store = new TestStore();
        var query = new AttributionQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(Gen.OneOf(World.Gen(300), World.Gen(40_000)), Questions).SampleAsync(async (world, question) =>
        {
            var answer = await query.RunAsync(store.Write(world), question, default);

            var conversions = Conversions(world, question);
            var expected = question.Models.SelectMany(model => conversions.SelectMany(conversion =>
                    Shares(world, question, model, conversion).Select(owed => (model, owed.Value, owed.Share, Amount: owed.Share * (conversion.Price ?? 0)))))
                .GroupBy(owed => (owed.Value, owed.model), owed => (owed.Share, owed.Amount))
                .Select(owed => (owed.Key.Value, Model: owed.Key.model, Conversions: owed.Sum(part => part.Share), Amount: owed.Sum(part => part.Amount)));
            Assert.Equal(conversions.Count, answer.Conversions);
            Assert.All(Enumerable.Range(0, question.Models.Count), model => Assert.Equal(conversions.Count, answer.Rows.Sum(row => row.Credits[model].Conversions), 6));
            Assert.Equal(Lines(expected), Lines(answer.Rows.SelectMany(row => row.Credits.Where(credit => credit.Conversions > 0)
                .Select(credit => (row.Value, credit.Model, credit.Conversions, credit.Amount!.Value)))));
        }, iter: 200, threads: 1);
    }

    [Fact]
    public async Task The_persons_of_a_credit_are_those_whose_conversions_it_is_of_and_the_rest_of_the_values_is_one()
    {
        using var store = new TestStore();
        var query = new AttributionQuery(store.Store, new FakeTimeProvider());
        await Gen.Select(World.Gen(2_000), Questions, Gen.Enum<AttributionModel>()).SampleAsync(async (world, question, model) =>
        {
            var tenant = store.Write(world);
            var all = await query.RunAsync(tenant, question, default);
            var one = await query.RunAsync(tenant, question with { TopK = 1 }, default);
            var person = world.Persons();
            var owed = Conversions(world, question).SelectMany(conversion => Shares(world, question, model, conversion)
                .Select(part => (part.Value, Person: TestStore.Key(tenant, person(conversion.Visitor))))).ToLookup(part => part.Value, part => part.Person);

            foreach (var row in all.Rows)
                Assert.Equal(owed[row.Value].Distinct().Order(), await query.PersonsAsync(tenant, question, model, [row.Value], others: false, default));
            if (all.Rows.Count == 0)
                return;
            Assert.Equal(all.Rows[0].Value, one.Rows[0].Value);
            Assert.Equal(all.Rows.Count > 1 ? ["(other)"] : [], one.Rows.Skip(1).Select(row => row.Value));
            Assert.Equal(one.Conversions, one.Rows.Sum(row => row.Credits[0].Conversions), 6);
            Assert.Equal(all.Rows.Skip(1).SelectMany(row => owed[row.Value]).Distinct().Order(),
                await query.PersonsAsync(tenant, question, model, [all.Rows[0].Value], others: true, default));
        }, iter: 60, threads: 1);
    }

    private static IEnumerable<string> Lines(IEnumerable<(string Value, AttributionModel Model, double Conversions, double Amount)> rows) =>
        rows.Select(row => $"{row.Value} {row.Model} {row.Conversions:0.00000} {row.Amount:0.00000}").Order(StringComparer.Ordinal);

    private static List<Happening> Conversions(World world, AttributionInput question) =>
        [.. world.Events.Where(e => World.Holds(question.Conversion, e) && e.At >= question.Range.From && e.At < question.Range.To)];

    private static List<(string Value, double Share)> Shares(World world, AttributionInput question, AttributionModel model, Happening conversion)
    {
        var person = world.Persons();
        var touches = world.Events.Where(e => person(e.Visitor) == person(conversion.Visitor)).GroupBy(e => e.Visitor).SelectMany(Beginnings)
            .Where(first => first.At <= conversion.At && first.At >= conversion.At - question.LookBack)
            .OrderBy(first => first.At).ThenBy(first => first.Number).ToList();
        if (touches.Count == 0)
            return [("(none)", 1)];
        var referred = touches.FindLastIndex(first => first.Channel is not (null or "Direct"));
        var last = touches.Count - 1;
        var weights = touches.Select((touch, place) => model switch
        {
            AttributionModel.FirstTouch => place == 0 ? 1d : 0,
            AttributionModel.LastTouch => place == last ? 1 : 0,
            AttributionModel.LastNonDirect => place == (referred >= 0 ? referred : last) ? 1 : 0,
            AttributionModel.Linear => 1,
            AttributionModel.TimeDecay => Math.Pow(0.5, (conversion.At - touch.At) / TimeSpan.FromDays(7)),
            _ => last < 2 ? 1 : place == 0 || place == last ? 0.4 : 0.2 / (last - 1),
        }).ToList();
        return [.. touches.Zip(weights).Where(pair => pair.Second > 0).Select(pair => (Value(question.Property, pair.First) ?? "(none)", pair.Second / weights.Sum()))];
    }

    private static string? Value(string property, Happening e) => property switch
    {
        "plan" => e.Plan,
        "channel" => e.Channel,
        _ => e.Device,
    };

    // The first event of each session: after more than 30 minutes without one, or more than 24 hours after the session's first.
    private static IEnumerable<Happening> Beginnings(IEnumerable<Happening> visitor)
    {
        (Happening First, Happening Last)? session = null;
        foreach (var e in visitor.OrderBy(e => e.At).ThenBy(e => e.Number))
        {
            var goesOn = session is var (first, last) && e.At - last.At <= TimeSpan.FromMinutes(30) && e.At - first.At <= TimeSpan.FromHours(24);
            if (!goesOn)
                yield return e;
            session = (goesOn ? session!.Value.First : e, e);
        }
    }
}
