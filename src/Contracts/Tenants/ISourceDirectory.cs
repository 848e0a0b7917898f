using Platform.Contracts.TrackingPlans;

namespace Platform.Contracts.Tenants;

/// <summary>A source of events as its write key resolves.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Name">The source's name within the tenant.</param>
/// <param name="Identification">How the tenant tells visitors apart when a client gives no id.</param>
public sealed record ResolvedSource(string Tenant, string Name, VisitorIdentification Identification)
{
    /// <summary>What it may send.</summary>
    public SourceRules Rules { get; init; } = new();

    /// <summary>What the tenant plans its events to be; null when it plans nothing.</summary>
    public AppliedPlan? Plan { get; init; }
}

/// <summary>Finds the source behind a write key.</summary>
public interface ISourceDirectory
{
    /// <summary>The source that owns the write key, or null when nobody does.</summary>
    ValueTask<ResolvedSource?> FindAsync(string writeKey, CancellationToken cancellation);

    /// <summary>The source that is known by the alias, or null when none is.</summary>
    ValueTask<ResolvedSource?> FindAsync(SourceAliasKind kind, string value, CancellationToken cancellation);

    /// <summary>What a tenant plans its events to be; null when it plans nothing.</summary>
    ValueTask<AppliedPlan?> PlanAsync(string tenant, CancellationToken cancellation);

    /// <summary>What a tenant's source may send; everything when the tenant has no such source, as with imports.</summary>
    ValueTask<SourceRules> RulesAsync(string tenant, string source, CancellationToken cancellation);
}
