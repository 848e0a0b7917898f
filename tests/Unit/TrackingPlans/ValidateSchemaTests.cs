using System.Text.Json;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
using Platform.Ingest;
using Platform.Ingest.Steps;

namespace Platform.Tests.Unit.TrackingPlans;

public class ValidateSchemaTests
{
    private const string Planned = """{"type":"object","required":["plan"],"properties":{"price":{"type":"number"},"plan":{"enum":["pro"]}}}""";

    [Fact]
    public void A_rejection_says_which_property_what_was_expected_what_came_and_what_to_change()
    {
        var refusal = ValidateSchema.Apply(Candidate(PlanMode.Reject, """{"price":"5"}"""))!;

        Assert.Equal(DropReason.SchemaViolation, refusal.Reason);
        Assert.Equal(
            "'Bought' is not as version 1 of its tracking plan has it: 'plan' is required and missing; 'price' must be number, but came as the text \"5\". Change what the client sends, or the plan.",
            refusal.Message);
        Assert.Equal([new PlanViolation("Bought", "plan", "required"), new PlanViolation("Bought", "price", "number")], refusal.Violations);
    }

    [Theory]
    [InlineData(PlanMode.Observe)]
    [InlineData(PlanMode.Warn)]
    public void Other_modes_let_it_in_and_count_it(PlanMode mode)
    {
        var candidate = Candidate(mode, """{"price":"5"}""");

        Assert.Null(ValidateSchema.Apply(candidate));
        Assert.Equal(2, ValidateSchema.Counted(candidate).Count);
        Assert.Equal(mode == PlanMode.Warn ? 2 : null, Accept.Record(candidate).Origin.Warnings?.Count);
    }

    [Theory]
    [InlineData("""{"plan":"pro"}""", "Bought")]
    [InlineData("""{"plan":7}""", "Left")]
    public void What_is_as_planned_or_not_planned_passes(string properties, string name)
    {
        var candidate = Candidate(PlanMode.Reject, properties, name);

        Assert.Null(ValidateSchema.Apply(candidate));
        Assert.Empty(ValidateSchema.Counted(candidate));
    }

    private static Candidate Candidate(PlanMode mode, string properties, string name = "Bought") => new(
        new RawEvent(EventKind.Track) { Name = name, Properties = JsonElement.Parse(properties) },
        new ResolvedSource("shop", "web", VisitorIdentification.Cookieless) { Plan = new AppliedPlan(Plans.Of(Planned, mode)) }, Plans.Now);
}
