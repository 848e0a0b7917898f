using System.Text.Json;
using Platform.Contracts.TrackingPlans;
using Platform.Ingest.TrackingPlans;

namespace Platform.Tests.Unit.TrackingPlans;

public class PlanDecisionTests
{
    private const string Open = """{"type":"object"}""";

    [Fact]
    public void A_first_schema_is_version_1_and_the_same_again_is_nothing()
    {
        var events = Decide(Define(Open, PlanMode.Warn), null).Events;
        Assert.Equal(["EventSchemaDefined", "PlanModeChosen"], events.Select(happened => happened.GetType().Name));
        var plan = events.Aggregate((TrackingPlan?)null, TrackingPlan.Evolve);

        Assert.Equal((1, PlanMode.Warn, 2), (plan!.Events[0].Versions[^1].Version, plan.Events[0].Mode, plan.Revision));
        Assert.Empty(Decide(Define("""{ "type": "object" }""", PlanMode.Warn), plan).Events);
        Assert.Empty(Decide(Define(Open, null), plan).Events);
    }

    [Fact]
    public void A_breaking_version_has_to_be_meant_and_keeps_its_reasons()
    {
        var plan = Plans.Of(Open);
        var breaking = Define("""{"type":"object","required":["price"]}""", null);

        var (problem, none) = Decide(breaking, plan);
        Assert.Contains("'price' is required now.", problem, StringComparison.Ordinal);
        Assert.Empty(none);
        var meant = Assert.IsType<EventSchemaDefined>(Assert.Single(Decide(breaking with { AllowBreaking = true }, plan).Events));
        Assert.Equal((2, 1), (meant.Version, meant.Breaks.Count));
    }

    [Fact]
    public void What_was_taken_out_comes_back_as_a_new_version()
    {
        var plan = TrackingPlan.Evolve(Plans.Of(Open), new EventSchemaRetired("shop", "Bought", "ada", Plans.Now));
        Assert.Null(new AppliedPlan(plan!).Check("Bought", JsonElement.Parse("{}")));

        var back = Decide(Define(Open, null), plan).Events;
        Assert.Equal(2, Assert.IsType<EventSchemaDefined>(Assert.Single(back)).Version);
        Assert.False(back.Aggregate(plan, TrackingPlan.Evolve)!.Events[0].Retired);
    }

    [Theory]
    [InlineData("Bought", """{"type":"string"}""", "must be object")]
    [InlineData("Bought", """{"allOf":[]}""", "not understood")]
    [InlineData("Bought", """{"title":"\u0000"}""", "NUL")]
    [InlineData("", "{}", "1 to 200 characters")]
    [InlineData("two\nlines", "{}", "1 to 200 characters")]
    public void What_cannot_be_planned_says_why(string name, string schema, string says) =>
        Assert.Contains(says, Decide(new DefineEventSchema("shop", name, JsonElement.Parse(schema), null, false, "ada"), null).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_schema_of_any_size_is_not_kept() =>
        Assert.Contains("bytes", Decide(Define($$"""{"title":"{{new string('a', 70_000)}}"}""", null), null).Problem, StringComparison.Ordinal);

    private static (string? Problem, IReadOnlyList<object> Events) Decide(DefineEventSchema command, TrackingPlan? plan) => DefineEventSchemaHandler.Decide(command, plan, Plans.Now);

    private static DefineEventSchema Define(string schema, PlanMode? mode) => new("shop", "Bought", JsonElement.Parse(schema), mode, false, "ada");
}

/// <summary>Plans of one event.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static TrackingPlan Of(string schema, PlanMode mode = PlanMode.Observe) => new[]
    {
        (object)new EventSchemaDefined("shop", "Bought", 1, JsonElement.Parse(schema), [], "ada", Now), new PlanModeChosen("shop", "Bought", mode, "ada", Now),
    }.Aggregate((TrackingPlan?)null, TrackingPlan.Evolve)!;
}
