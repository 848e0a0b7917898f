using System.Text.Json;
using Platform.Contracts.TrackingPlans;

namespace Platform.Tests.Unit.TrackingPlans;

public class SchemaTests
{
    private static readonly PropertySchema Bought = Schemas.Read("""
        {"type":"object","additionalProperties":false,"required":["price"],"properties":{"price":{"type":"number","minimum":0,"maximum":1000},"plan":{"enum":["free","pro"]},
         "at":{"type":"string","format":"date-time"},"day":{"format":"date"},"mail":{"format":"email"},"page":{"format":"uri"},"id":{"format":"uuid"},"code":{"pattern":"^[A-Z]{2}","minLength":3,"maxLength":4},
         "items":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}}}}}}
        """);

    [Theory]
    [InlineData("""{"price":"5"}""", "price", "number", "the text \"5\"")]
    [InlineData("""{}""", "price", "required", "missing")]
    [InlineData("""{"price":-1}""", "price", "at least 0", "the number -1")]
    [InlineData("""{"price":1e4}""", "price", "at most 1000", "the number 1e4")]
    [InlineData("""{"price":1,"plan":"gold"}""", "plan", "one of free, pro", "the text \"gold\"")]
    [InlineData("""{"price":1,"extra":[]}""", "extra", "not planned", "a list")]
    [InlineData("""{"price":1,"items":[{"n":1},{"n":1.5},{"n":2.5}]}""", "items.n", "integer", "the number 1.5")]
    [InlineData("""{"price":1,"items":[7]}""", "items", "object", "the number 7")]
    [InlineData("""{"price":1,"at":"2026-11-24"}""", "at", "text of the format date-time", "the text \"2026-11-24\"")]
    [InlineData("""{"price":1,"day":"2026-02-30"}""", "day", "text of the format date", "the text \"2026-02-30\"")]
    [InlineData("""{"price":1,"mail":"ada"}""", "mail", "text of the format email", "the text \"ada\"")]
    [InlineData("""{"price":1,"page":"/pricing"}""", "page", "text of the format uri", "the text \"/pricing\"")]
    [InlineData("""{"price":1,"id":"7"}""", "id", "text of the format uuid", "the text \"7\"")]
    [InlineData("""{"price":1,"code":"abc"}""", "code", "text that matches ^[A-Z]{2}", "the text \"abc\"")]
    [InlineData("""{"price":1,"code":"AB"}""", "code", "at least 3 characters", "the text \"AB\"")]
    [InlineData("""{"price":1,"code":"ABCDE"}""", "code", "at most 4 characters", "the text \"ABCDE\"")]
    public void Each_violation_names_the_property_what_was_expected_and_what_came(string properties, string property, string expected, string found) =>
        Assert.Equal([new Violation(property, expected, found)], SchemaCheck.Run(Bought, JsonElement.Parse(properties)));

    [Theory]
    [InlineData("""{"price":0,"plan":"pro","at":"2026-11-24T10:00:00Z","day":"2026-11-24","mail":"ada@shop.example","page":"https://shop.example/","id":"00000000-0000-4000-8000-000000000001","code":"ABc"}""")]
    [InlineData("""{"price":1000,"at":"2026-11-24T10:00:00.123+02:00","code":"AB😀","items":[]}""")]
    public void What_is_as_planned_has_none(string properties) => Assert.Empty(SchemaCheck.Run(Bought, JsonElement.Parse(properties)));

    [Theory]
    [InlineData("""{"type":"text"}""", "must be one of string")]
    [InlineData("""{"oneOf":[]}""", "'oneOf' of the schema is not understood")]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "'pattern' of 'a' in the schema")]
    [InlineData("""{"pattern":"(?=a)"}""", "no regular expression that can be used")]
    [InlineData("""{"minLength":-1}""", "0 or more")]
    [InlineData("""{"items":7}""", "the items of the schema must be a JSON object")]
    [InlineData("[]", "must be a JSON object")]
    public void A_schema_that_is_none_says_where_and_what_to_change(string schema, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => Schemas.Read(schema)).Message, StringComparison.Ordinal);

    [Fact]
    public void Unplanned_properties_of_ever_new_names_are_counted_together()
    {
        var plan = new AppliedPlan(Plans.Of("""{"type":"object","additionalProperties":false}"""));
        var names = Enumerable.Range(0, 5_000).Select(n => Assert.Single(plan.Check("Bought", JsonElement.Parse($$"""{"id-{{n}}":1}"""))!.Violations).Property).Distinct().ToList();

        Assert.Equal(201, names.Count);
        Assert.Equal(AppliedPlan.Others, names[^1]);
        Assert.Null(plan.Check("Left", JsonElement.Parse("{}")));
    }
}
