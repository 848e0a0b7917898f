using Marten;
using Platform.Contracts;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>Adds a tenant with its first source.</summary>
/// <param name="Slug">a–z, 0–9 and "-", 1 to 40 characters.</param>
/// <param name="WriteKey">4 to 80 characters of a–z, A–Z, 0–9, "-" and "_"; null makes one.</param>
public sealed record AddTenant(string Slug, string Name, string? WriteKey = null);

/// <summary>What became of a command.</summary>
/// <param name="Problem">What to change; null when it was done.</param>
public sealed record TenantAnswer(string? Problem, string? WriteKey = null);

/// <summary>Decides and appends. Adding the same tenant with the same key again changes nothing.</summary>
public static class AddTenantHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<TenantAnswer> Handle(
        AddTenant command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var tenants = await TenantTurn.TakeAsync(session, cancellation);
        var key = command.WriteKey ?? NewId.Next(clock).ToString("N");
        var (problem, events) = Decide(command, key, tenants, clock.GetUtcNow());
        if (events.Length > 0)
            session.Events.StartStream<Tenant>(DerivedId.Tenant(command.Slug), events);
        return new TenantAnswer(problem, problem is null ? key : null);
    }

    /// <summary>The events that the command causes, or the reason why it cannot be.</summary>
    public static (string? Problem, object[] Events) Decide(AddTenant command, string key, IReadOnlyList<Tenant> tenants, DateTimeOffset now)
    {
        if ((Names.CheckSlug(command.Slug, "tenant") ?? Names.CheckKey(key)) is { } wrong)
            return (wrong, []);
        var same = tenants.FirstOrDefault(tenant => tenant.Slug == command.Slug);
        var owner = tenants.OwnerOf(key);
        return (same, owner) switch
        {
            (not null, not null) when same == owner => (null, []),
            (not null, _) => ($"The tenant '{command.Slug}' exists already.", []),
            (_, not null) => ($"The write key belongs to the tenant '{owner.Slug}'.", []),
            _ => (null, [new TenantAdded(command.Slug, command.Name, now), new SourceAdded("web", key, now)]),
        };
    }
}
