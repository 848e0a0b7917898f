using System.Text.Json;
using Platform.Contracts.TrackingPlans;
using Platform.Projections.TrackingPlans;

namespace Platform.ReadApi.TrackingPlans;

/// <summary>What would come of a schema, before it is a plan.</summary>
/// <param name="Problem">Why it cannot be one; null when it can.</param>
/// <param name="Compatible">Whether it takes everything that the version before took; true for a first one.</param>
/// <param name="Breaks">Why it does not.</param>
/// <param name="Checked">How many of the newest events of the name it was tried on.</param>
/// <param name="Violating">How many of them are not as it has it.</param>
/// <param name="Violations">What of them is not, the most frequent first.</param>
public sealed record SchemaPreview(
    string? Problem, bool Compatible, IReadOnlyList<string> Breaks, int Checked, int Violating, IReadOnlyList<TriedViolation> Violations);

/// <summary>Tries schemas.</summary>
public sealed class PreviewQuery(PlanQuery plans, SchemaTrial trial)
{
    /// <summary>Compares it with the version before, and with the newest events.</summary>
    public async Task<SchemaPreview> RunAsync(string tenant, string name, JsonElement schema, CancellationToken cancellation)
    {
        PropertySchema read;
        try
        {
            read = PropertySchema.Read(schema);
        }
        catch (FormatException unreadable)
        {
            return new SchemaPreview(unreadable.Message, false, [], 0, 0, []);
        }
        var before = (await plans.RunAsync(tenant, cancellation)).FirstOrDefault(planned => planned.Name == name);
        var breaks = before is null ? [] : SchemaEvolution.Breaks(PropertySchema.Read(before.Schema), read);
        var tried = await trial.RunAsync(tenant, name, read, cancellation);
        return new SchemaPreview(null, breaks.Count == 0, breaks, tried.Checked, tried.Violating, tried.Violations);
    }
}
