using Marten;
using Platform.Contracts.Tenants;

namespace Platform.ReadApi.Tenancy;

/// <summary>The tenants as the event store defines them, read again after a short while.</summary>
public sealed class StoredTenants(IDocumentStore store, TimeProvider clock) : ITenantDirectory
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private Snapshot? _known;

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Tenant>> AllAsync(CancellationToken cancellation) =>
        _known is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh ? known.Tenants : await NowAsync(cancellation);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Tenant>> NowAsync(CancellationToken cancellation)
    {
        var readAt = clock.GetTimestamp();
        await using var session = store.QuerySession();
        var tenants = await session.Query<Tenant>().OrderBy(tenant => tenant.AddedAt).ThenBy(tenant => tenant.Slug).ToListAsync(cancellation);
        _known = new Snapshot(readAt, tenants);
        return tenants;
    }

    private sealed record Snapshot(long ReadAt, IReadOnlyList<Tenant> Tenants);
}
