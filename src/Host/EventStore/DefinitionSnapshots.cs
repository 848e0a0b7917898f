using JasperFx.Events;
using Marten.Events.Aggregation;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Tenants;
using Platform.Contracts.Users;

namespace Platform.Host.EventStore;

/// <summary>Tenants as documents, current in the transaction that changes them.</summary>
public sealed partial class TenantSnapshot : SingleStreamProjection<Tenant, Guid>
{
    /// <inheritdoc />
    public override Tenant? Evolve(Tenant? snapshot, Guid id, IEvent e) => Tenant.Evolve(snapshot, e.Data);
}

/// <summary>Users as documents, current in the transaction that changes them.</summary>
public sealed partial class UserSnapshot : SingleStreamProjection<User, Guid>
{
    /// <inheritdoc />
    public override User? Evolve(User? snapshot, Guid id, IEvent e) => User.Evolve(snapshot, e.Data);
}

/// <summary>Rebuilds as documents, current in the transaction that changes them.</summary>
public sealed partial class RebuildSnapshot : SingleStreamProjection<Rebuild, Guid>
{
    /// <inheritdoc />
    public override Rebuild? Evolve(Rebuild? snapshot, Guid id, IEvent e) => Rebuild.Evolve(snapshot, id, e.Data);
}
