using Marten;
using Platform.Contracts;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Sources;

/// <summary>Chooses how the visitors of a tenant are told apart from now on.</summary>
/// <param name="Tenant">The tenant's slug.</param>
public sealed record ChooseIdentification(string Tenant, VisitorIdentification Identification);

/// <summary>Decides and appends. Choosing what is chosen already changes nothing.</summary>
public static class ChooseIdentificationHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<TenantAnswer> Handle(
        ChooseIdentification command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var tenants = await TenantTurn.TakeAsync(session, cancellation);
        var (problem, events) = Decide(command, tenants.FirstOrDefault(tenant => tenant.Slug == command.Tenant), clock.GetUtcNow());
        if (events.Length > 0)
            session.Events.Append(DerivedId.Tenant(command.Tenant), events);
        return new TenantAnswer(problem);
    }

    /// <summary>The events that the command causes, or the reason why it cannot be.</summary>
    public static (string? Problem, object[] Events) Decide(ChooseIdentification command, Tenant? tenant, DateTimeOffset now) => tenant switch
    {
        null => ($"There is no tenant '{command.Tenant}'; add it first.", []),
        _ when tenant.Identification == command.Identification => (null, []),
        _ => (null, [new VisitorIdentificationChosen(command.Identification, now)]),
    };
}
