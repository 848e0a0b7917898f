using Marten;
using Platform.Contracts;
using Platform.Contracts.Tenants;
using Platform.Ingest.Import;

namespace Platform.Ingest.Sources;

/// <summary>Adds a source. The same again with the same key changes nothing.</summary>
public static class AddSourceHandler
{
    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<SourceAnswer> Handle(AddSource command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        SourceChange.Append(session, command.Tenant, command.Name, Decide(
            command, command.WriteKey ?? NewId.Next(clock).ToString("N"), await TenantTurn.TakeAsync(session, cancellation), clock.GetUtcNow()));

    /// <summary>The event that the command causes, or the reason why it cannot be.</summary>
    public static SourceDecision Decide(AddSource command, string key, IReadOnlyList<Tenant> tenants, DateTimeOffset now)
    {
        var tenant = tenants.FirstOrDefault(tenant => tenant.Slug == command.Tenant);
        var same = tenant?.Sources.FirstOrDefault(source => source.Name == command.Name);
        if (tenant is null)
            return SourceDecision.Refuse($"There is no tenant '{command.Tenant}'.");
        if ((Names.CheckSlug(command.Name, "source") ?? Names.CheckKey(key)) is { } wrong)
            return SourceDecision.Refuse(wrong);
        if (command.Name == ImportOrder.SourceName)
            return SourceDecision.Refuse($"'{ImportOrder.SourceName}' is what imported events are counted as; choose another name.");
        if (same is not null)
            return command.WriteKey is null || same.WriteKey == key ? new(null, tenant, []) : SourceDecision.Refuse($"The source '{command.Name}' exists already, with another key.");
        return tenants.OwnerOf(key) is null
            ? new(null, tenant, [new SourceAdded(command.Name, key, now)])
            : SourceDecision.Refuse("The write key is taken; choose another or let one be made.");
    }
}

/// <summary>Gives a source a new write key.</summary>
public static class RotateWriteKeyHandler
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Runs in one transaction with its checks.</summary>
    public static async Task<SourceAnswer> Handle(RotateWriteKey command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        SourceChange.Append(session, command.Tenant, command.Source, Decide(
            command, command.WriteKey ?? NewId.Next(clock).ToString("N"), await TenantTurn.TakeAsync(session, cancellation), clock.GetUtcNow()));

    /// <summary>The event that the command causes, or the reason why it cannot be.</summary>
    public static SourceDecision Decide(RotateWriteKey command, string key, IReadOnlyList<Tenant> tenants, DateTimeOffset now)
    {
        if (SourceChange.Find(tenants, command.Tenant, command.Source) is not { } found)
            return SourceDecision.Unknown(command.Tenant, command.Source);
        if (Names.CheckKey(key) is { } wrong)
            return SourceDecision.Refuse(wrong);
        if (command.KeepOldFor < TimeSpan.Zero || command.KeepOldFor > Longest)
            return SourceDecision.Refuse("The old key may be kept from no time at all to 366 days.");
        return tenants.OwnerOf(key) is null
            ? new(null, found.Tenant, [new WriteKeyRotated(command.Source, key, now + command.KeepOldFor, command.By, now)])
            : SourceDecision.Refuse("The write key is taken or was used before; choose another or let one be made.");
    }
}

/// <summary>What a decision about a source came to.</summary>
/// <param name="Problem">What to change; null when it can be done.</param>
/// <param name="Tenant">The tenant before the events.</param>
public sealed record SourceDecision(string? Problem, Tenant? Tenant, IReadOnlyList<object> Events)
{
    internal static SourceDecision Refuse(string problem) => new(problem, null, []);

    internal static SourceDecision Unknown(string tenant, string source) => Refuse($"The tenant '{tenant}' has no source '{source}'.");
}

internal static class SourceChange
{
    public static (Tenant Tenant, Source Source)? Find(IReadOnlyList<Tenant> tenants, string tenant, string source) =>
        tenants.FirstOrDefault(one => one.Slug == tenant) is { } owner && owner.Sources.FirstOrDefault(one => one.Name == source) is { } found
            ? (owner, found)
            : null;

    public static SourceAnswer Append(IDocumentSession session, string tenant, string source, SourceDecision decision)
    {
        if (decision.Problem is { } problem)
            return new SourceAnswer(problem);
        if (decision.Events.Count > 0)
            session.Events.Append(DerivedId.Tenant(tenant), decision.Events);
        var after = decision.Events.Aggregate(decision.Tenant, Tenant.Evolve)!;
        return new SourceAnswer(null, after.Sources.First(one => one.Name == source));
    }
}
