using System.Security.Claims;
using Platform.Contracts.Tenants;
using Platform.ReadApi.Execution;

namespace Platform.ReadApi.Tenancy;

/// <summary>Whose data an operation is about, and what its viewer may see.</summary>
/// <param name="Tenant">Slug of the tenant; empty where there is none yet.</param>
/// <param name="Visible">The tenants of the viewer.</param>
public sealed record TenantScope(string Tenant, IReadOnlyList<Tenant> Visible)
{
    /// <summary>The header that chooses a tenant.</summary>
    public const string Header = "X-Tenant";

    /// <summary>The claim that names a tenant which somebody other than an administrator may see; several are allowed.</summary>
    public const string Claim = "tenant";
}

/// <summary>The tenants of this installation.</summary>
public interface ITenantDirectory
{
    /// <summary>All of them, by name.</summary>
    ValueTask<IReadOnlyList<Tenant>> AllAsync(CancellationToken cancellation);

    /// <summary>The same, read now.</summary>
    ValueTask<IReadOnlyList<Tenant>> NowAsync(CancellationToken cancellation);
}

/// <summary>Decides on an operation's tenant.</summary>
public sealed class TenantChoice(ITenantDirectory directory)
{
    /// <summary>The tenant asked for, or else the first one that the viewer may see.</summary>
    /// <exception cref="Refusal">There is no such tenant for this viewer.</exception>
    public async ValueTask<TenantScope> ChooseAsync(ClaimsPrincipal user, string? asked, CancellationToken cancellation)
    {
        var all = await directory.AllAsync(cancellation);
        IReadOnlyList<Tenant> visible = user.IsInRole("admin") ? all : [.. all.Where(tenant => user.HasClaim(TenantScope.Claim, tenant.Slug))];
        if (string.IsNullOrEmpty(asked))
            return new TenantScope(visible.Count > 0 ? visible[0].Slug : "", visible);
        return visible.Any(tenant => tenant.Slug == asked)
            ? new TenantScope(asked, visible)
            : throw new Refusal(RefusalCode.UnknownTenant, "There is no such tenant, or you may not see it.");
    }
}
