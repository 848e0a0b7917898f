using JasperFx.Events;
using Marten.Events.Aggregation;
using Platform.Contracts.Alerts;
using Platform.Contracts.Anomalies;
using Platform.Contracts.Dashboards;
using Platform.Contracts.Funnels;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Segments;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
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

/// <summary>Anomalies as documents, current in the transaction that changes them.</summary>
public sealed partial class AnomalySnapshot : SingleStreamProjection<Anomaly, Guid>
{
    /// <inheritdoc />
    public override Anomaly? Evolve(Anomaly? snapshot, Guid id, IEvent e) => Anomaly.Evolve(snapshot, id, e.Data);
}

/// <summary>Tracking plans as documents, current in the transaction that changes them.</summary>
public sealed partial class TrackingPlanSnapshot : SingleStreamProjection<TrackingPlan, Guid>
{
    /// <inheritdoc />
    public override TrackingPlan? Evolve(TrackingPlan? snapshot, Guid id, IEvent e) => TrackingPlan.Evolve(snapshot, e.Data);
}

/// <summary>Saved funnels as documents, current in the transaction that changes them.</summary>
public sealed partial class SavedFunnelSnapshot : SingleStreamProjection<SavedFunnel, Guid>
{
    /// <inheritdoc />
    public override SavedFunnel? Evolve(SavedFunnel? snapshot, Guid id, IEvent e) => SavedFunnel.Evolve(snapshot, id, e.Data);
}

/// <summary>Saved segments and cohorts as documents, current in the transaction that changes them.</summary>
public sealed partial class SavedSegmentSnapshot : SingleStreamProjection<SavedSegment, Guid>
{
    /// <inheritdoc />
    public override SavedSegment? Evolve(SavedSegment? snapshot, Guid id, IEvent e) => SavedSegment.Evolve(snapshot, id, e.Data);
}

/// <summary>Saved insights as documents, current in the transaction that changes them.</summary>
public sealed partial class SavedInsightSnapshot : SingleStreamProjection<SavedInsight, Guid>
{
    /// <inheritdoc />
    public override SavedInsight? Evolve(SavedInsight? snapshot, Guid id, IEvent e) => SavedInsight.Evolve(snapshot, id, e.Data);
}

/// <summary>Dashboards as documents, current in the transaction that changes them.</summary>
public sealed partial class DashboardSnapshot : SingleStreamProjection<Dashboard, Guid>
{
    /// <inheritdoc />
    public override Dashboard? Evolve(Dashboard? snapshot, Guid id, IEvent e) => Dashboard.Evolve(snapshot, id, e.Data);
}

/// <summary>Alert rules as documents, current in the transaction that changes them.</summary>
public sealed partial class AlertRuleSnapshot : SingleStreamProjection<AlertRule, Guid>
{
    /// <inheritdoc />
    public override AlertRule? Evolve(AlertRule? snapshot, Guid id, IEvent e) => AlertRule.Evolve(snapshot, id, e.Data);
}

/// <summary>Alerts as documents, current in the transaction that changes them.</summary>
public sealed partial class AlertSnapshot : SingleStreamProjection<Alert, Guid>
{
    /// <inheritdoc />
    public override Alert? Evolve(Alert? snapshot, Guid id, IEvent e) => Alert.Evolve(snapshot, id, e.Data);
}

/// <summary>Alert channels as documents, current in the transaction that changes them.</summary>
public sealed partial class AlertChannelSnapshot : SingleStreamProjection<AlertChannel, Guid>
{
    /// <inheritdoc />
    public override AlertChannel? Evolve(AlertChannel? snapshot, Guid id, IEvent e) => AlertChannel.Evolve(snapshot, id, e.Data);
}

/// <summary>Notifications as documents, current in the transaction that changes them.</summary>
public sealed partial class NotificationSnapshot : SingleStreamProjection<Notification, Guid>
{
    /// <inheritdoc />
    public override Notification? Evolve(Notification? snapshot, Guid id, IEvent e) => Notification.Evolve(snapshot, id, e.Data);
}
