using Marten;
using Platform.Contracts;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>Makes a source known by another name, for clients that send no write key.</summary>
/// <param name="Tenant">The tenant's slug.</param>
/// <param name="Source">The source's name within the tenant.</param>
/// <param name="Value">The domain, website id, site id, application id or measurement id: 1 to 200 characters.</param>
public sealed record AddSourceAlias(string Tenant, string Source, SourceAliasKind Kind, string Value);

/// <summary>Decides and appends. The same alias of the same source again changes nothing.</summary>
public static class AddSourceAliasHandler
{
    private const int Longest = 200;

    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<TenantAnswer> Handle(
        AddSourceAlias command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var tenants = await TenantTurn.TakeAsync(session, cancellation);
        var (problem, events) = Decide(command, tenants, clock.GetUtcNow());
        if (events.Length > 0)
            session.Events.Append(DerivedId.Tenant(command.Tenant), events);
        return new TenantAnswer(problem);
    }

    /// <summary>The events that the command causes, or the reason why it cannot be.</summary>
    public static (string? Problem, object[] Events) Decide(AddSourceAlias command, IReadOnlyList<Tenant> tenants, DateTimeOffset now)
    {
        var value = SourceAlias.Normalize(command.Kind, command.Value);
        if (value.Length is 0 or > Longest)
            return ($"An alias must have 1 to {Longest} characters.", []);
        if (tenants.FirstOrDefault(tenant => tenant.Slug == command.Tenant) is not { } tenant)
            return ($"There is no tenant '{command.Tenant}'; add it first.", []);
        if (tenant.Sources.All(source => source.Name != command.Source))
            return ($"The tenant '{command.Tenant}' has no source '{command.Source}'; it has: {string.Join(", ", tenant.Sources.Select(source => source.Name))}.", []);
        bool Known(SourceAlias alias) => alias.Kind == command.Kind && alias.Value == value;
        if (tenants.FirstOrDefault(other => other.Aliases.Any(Known)) is not { } owner)
            return (null, [new SourceAliasAdded(command.Source, command.Kind, value, now)]);
        var owned = owner.Aliases.First(Known);
        return owner == tenant && owned.Source == command.Source
            ? (null, [])
            : ($"The alias '{value}' belongs to the source '{owned.Source}' of the tenant '{owner.Slug}'.", []);
    }
}
