using CsCheck;
using Platform.Contracts.TrackingPlans;

namespace Platform.Tests.Unit.TrackingPlans;

public class SchemaEvolutionTests
{
    [Fact]
    public void A_version_is_compatible_exactly_when_no_event_is_taken_by_the_one_before_and_not_by_it() =>
        Gen.Select(Schemas.All, Schemas.All).Sample((before, after) =>
        {
            var (old, now) = (Schemas.Read(before), Schemas.Read(after));
            return SchemaEvolution.Breaks(old, now).Count == 0 == Schemas.Events.All(properties => !old.Takes(properties) || now.Takes(properties));
        }, iter: 3_000);

    [Fact]
    public void A_schema_is_compatible_with_itself() => Schemas.All.Sample(schema => SchemaEvolution.Breaks(Schemas.Read(schema), Schemas.Read(schema)).Count == 0, iter: 1_000);

    [Theory]
    [InlineData("""{"type":"number"}""", """{"type":"string"}""", "'p' may not be number any more, only string.")]
    [InlineData("""{"enum":["free","pro"]}""", """{"enum":["pro"]}""", "'p' may not be free any more.")]
    [InlineData("""{"type":"string"}""", """{"enum":["pro"]}""", "'p' may only be pro now.")]
    [InlineData("""{"minimum":0}""", """{"minimum":1.5}""", "'p' must be at least 1.5 now.")]
    [InlineData("""{"maximum":9}""", """{"maximum":8}""", "'p' must be at most 8 now.")]
    [InlineData("{}", """{"minLength":3}""", "'p' must have at least 3 characters now.")]
    [InlineData("{}", """{"maxLength":3}""", "'p' must have at most 3 characters now.")]
    [InlineData("""{"pattern":"^a"}""", """{"pattern":"^b"}""", "'p' must match ^b now.")]
    [InlineData("""{"type":"string"}""", """{"type":"string","format":"email"}""", "'p' must have the format email now.")]
    [InlineData("""{"type":"array"}""", """{"type":"array","items":{"type":"string"}}""", "'p.[]' may not be number or boolean or object or array or null any more, only string.")]
    [InlineData("{}", """{"required":["x"]}""", "'p.x' is required now.")]
    [InlineData("{}", """{"additionalProperties":false}""", "'p' may have no other properties than the planned ones now.")]
    [InlineData("""{"properties":{"x":{}},"additionalProperties":false}""", """{"additionalProperties":false}""", "'p.x' is not planned any more.")]
    public void Each_reason_says_what_is_not_taken_any_more(string before, string after, string reason) =>
        Assert.Equal([reason], SchemaEvolution.Breaks(Schemas.Read($$$"""{"properties":{"p":{{{before}}}}}"""), Schemas.Read($$$"""{"properties":{"p":{{{after}}}}}""")));
}
