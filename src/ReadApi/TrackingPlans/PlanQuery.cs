using Marten;
using Platform.Contracts.TrackingPlans;

namespace Platform.ReadApi.TrackingPlans;

/// <summary>Reads a tenant's tracking plan.</summary>
public sealed class PlanQuery(IDocumentStore store)
{
    /// <summary>The planned events by name, those that are not planned any more last.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> RunAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var plan = await session.LoadAsync<TrackingPlan>(TrackingPlan.IdOf(tenant), cancellation);
        return [.. (plan?.Events ?? []).Where(planned => planned.Versions.Count > 0).Select(PlannedEvent.Of)
            .OrderBy(planned => planned.Retired).ThenBy(planned => planned.Name, StringComparer.Ordinal)];
    }
}
