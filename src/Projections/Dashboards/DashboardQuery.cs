using Marten;
using Platform.Contracts.Dashboards;

namespace Platform.Projections.Dashboards;

/// <summary>Finds saved insights and dashboards.</summary>
public sealed class DashboardQuery(IDocumentStore store)
{
    /// <summary>The tenant's saved insights by name.</summary>
    public async Task<IReadOnlyList<SavedInsight>> InsightsAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<SavedInsight>().Where(insight => insight.Tenant == tenant).ToListAsync(cancellation);
        return [.. all.Where(insight => insight.RemovedAt is null).OrderBy(insight => insight.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The tenant's dashboards by name.</summary>
    public async Task<IReadOnlyList<Dashboard>> ListAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<Dashboard>().Where(dashboard => dashboard.Tenant == tenant).ToListAsync(cancellation);
        return [.. all.Where(dashboard => dashboard.ArchivedAt is null).OrderBy(dashboard => dashboard.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>One of them; null when there is none of this id.</summary>
    public async Task<Dashboard?> FindAsync(string tenant, Guid id, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Dashboard>(id, cancellation) is { ArchivedAt: null } found && found.Tenant == tenant ? found : null;
    }

    /// <summary>The dashboard that a link leads to; null when it leads nowhere.</summary>
    /// <param name="digest">SHA-256 of what the link ends with.</param>
    public async Task<Dashboard?> SharedAsync(string digest, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Query<Dashboard>().FirstOrDefaultAsync(dashboard => dashboard.ShareDigest == digest, cancellation);
    }

    /// <summary>The insights on a dashboard.</summary>
    public async Task<IReadOnlyDictionary<Guid, SavedInsight>> InsightsOfAsync(Dashboard dashboard, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var found = await session.LoadManyAsync<SavedInsight>(cancellation, dashboard.Tiles.Select(tile => tile.Insight).ToArray());
        return found.Where(insight => insight.Tenant == dashboard.Tenant).ToDictionary(insight => insight.Id);
    }
}
