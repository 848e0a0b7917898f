using Marten;
using Npgsql;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>Uniqueness of keys and aliases spans streams, so only one decision about them is made at a time.</summary>
internal static class TenantTurn
{
    /// <summary>Waits for the turn, holds it until the session's transaction ends, and reads every tenant.</summary>
    public static async Task<IReadOnlyList<Tenant>> TakeAsync(IDocumentSession session, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('platform.tenants'))"))
            await session.ExecuteAsync(turn, cancellation);
        return await session.Query<Tenant>().ToListAsync(cancellation);
    }

    /// <summary>Who has the key now, or had it before: a key never comes to mean another source.</summary>
    public static Tenant? OwnerOf(this IReadOnlyList<Tenant> tenants, string key) => tenants.FirstOrDefault(tenant =>
        tenant.Sources.Any(source => source.WriteKey == key || source.OldKeys.Any(old => old.WriteKey == key)));
}
