using System.Text.Json;
using CsCheck;
using Platform.Projections.Catalog;
using Platform.Projections.DataQuality;
using Platform.Projections.TrackingPlans;

namespace Platform.Tests.Unit.TrackingPlans;

public class SchemaLearnerTests
{
    private static readonly Gen<string> Value = Schemas.Of(
        "1", "-2.5", "true", "null", "\"\"", "\"text\"", "\"2026-11-24\"", "\"2026-11-24T10:00:00Z\"", "[]", "[1,\"a\"]", "{}", "{\"x\":[null]}");

    private static readonly Gen<JsonElement> Event = Gen.Select(Schemas.Of("a", "b", "c", "d"), Value).List[0, 4]
        .Select(members => JsonSerializer.SerializeToElement(members.DistinctBy(member => member.Item1).ToDictionary(member => member.Item1, member => JsonElement.Parse(member.Item2))));

    [Fact]
    public void A_schema_that_is_learnt_from_events_takes_each_of_them_and_none_that_lacks_what_all_have() =>
        Event.List[1, 12].Sample(events =>
        {
            var schema = Schemas.Read(SchemaLearner.Learn(Seen(events)).GetRawText());
            Assert.All(events, properties => Assert.True(schema.Takes(properties), properties.GetRawText()));
            var always = new[] { "a", "b", "c", "d" }.Where(name => events.All(properties => properties.TryGetProperty(name, out _))).ToList();
            Assert.Equal(always, schema.Required);
            Assert.Equal(always.Count == 0, schema.Takes(JsonElement.Parse("{}")));
        }, iter: 2_000);

    [Fact]
    public void A_type_that_never_came_is_not_taken() =>
        Assert.False(Schemas.Read(SchemaLearner.Learn(Seen([JsonElement.Parse("""{"price":5}""")])).GetRawText()).Takes(JsonElement.Parse("""{"price":"5"}""")));

    // As the catalog counts, said in another way.
    private static List<SeenProperty> Seen(List<JsonElement> events) =>
    [
        new("Bought", null, PropertyKinds.None, 0, events.Count),
        .. from properties in events
           from member in properties.EnumerateObject()
           group member.Value by member.Name into same
           select new SeenProperty("Bought", same.Key, same.Aggregate(PropertyKinds.None, (kinds, value) => kinds | PropertyKind.Of(value)), same.Count(), events.Count),
    ];
}
