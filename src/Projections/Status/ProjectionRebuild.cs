using Marten;
using Marten.Events.Daemon.Coordination;
using Platform.Projections.Catalog;
using Platform.Projections.Persons;
using Platform.Projections.Rollups;

namespace Platform.Projections.Status;

/// <summary>
/// Empties a projection and replays every event into it. Goes through the coordinator, which holds the projections' locks:
/// a daemon beside it would run the same projection at the same time.
/// </summary>
public sealed class ProjectionRebuild(IDocumentStore store, IProjectionCoordinator coordinator)
{
    /// <summary>What can be rebuilt.</summary>
    public static IReadOnlyList<string> Names { get; } = [CatalogProjection.Name, PersonsProjection.Name, RollupProjection.Name];

    /// <summary>Rebuilds one projection; the others stand still meanwhile.</summary>
    public async Task RunAsync(string name, CancellationToken cancellation)
    {
        await coordinator.PauseAsync();
        try
        {
            using var daemon = await store.BuildProjectionDaemonAsync();
            await daemon.RebuildProjectionAsync(name, cancellation);
        }
        finally
        {
            await coordinator.ResumeAsync();
        }
    }
}
