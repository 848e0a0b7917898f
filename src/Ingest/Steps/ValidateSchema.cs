using System.Text.Json;
using Platform.Contracts.Ingestion;
using Platform.Contracts.TrackingPlans;

namespace Platform.Ingest.Steps;

/// <summary>Compares an event with the tenant's tracking plan; the plan's mode says what follows.</summary>
internal static class ValidateSchema
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public static Refusal? Apply(Candidate candidate)
    {
        if (candidate.Source.Plan is not { } plan)
            return null;
        candidate.Verdict = plan.Check(candidate.EventName, candidate.Raw.Properties.ValueKind == JsonValueKind.Object ? candidate.Raw.Properties : Nothing);
        return candidate.Verdict is { Mode: PlanMode.Reject, Violations.Count: > 0 } verdict
            ? new Refusal(DropReason.SchemaViolation,
                $"'{candidate.EventName}' is not as version {verdict.Version} of its tracking plan has it: {string.Join("; ", verdict.Violations.Select(Describe))}. Change what the client sends, or the plan.")
            {
                Violations = Counted(candidate),
            }
            : null;
    }

    /// <summary>The violations for the counters.</summary>
    public static IReadOnlyList<PlanViolation> Counted(Candidate candidate) => candidate.Verdict is { Violations: { Count: > 0 } violations }
        ? [.. violations.Select(violation => new PlanViolation(candidate.EventName, violation.Property, violation.Expected)).Distinct()]
        : [];

    /// <summary>A violation in words.</summary>
    public static string Describe(Violation violation)
    {
        var property = violation.Property.Length == 0 ? "the properties" : $"'{violation.Property}'";
        return violation.Expected switch
        {
            SchemaCheck.Required => $"{property} is required and missing",
            SchemaCheck.NotPlanned => $"{property} is not planned, but came as {violation.Found}",
            _ => $"{property} must be {violation.Expected}, but came as {violation.Found}",
        };
    }
}
