using System.Text.Json;

namespace Platform.Contracts.Funnels;

/// <summary>What a funnel asked for a time.</summary>
/// <param name="Version">Counts from 1.</param>
/// <param name="Question">In the form of GraphQL's <c>FunnelInput</c>.</param>
public sealed record FunnelDefinition(int Version, JsonElement Question, string By, DateTimeOffset At);

/// <summary>A saved funnel as its events define it.</summary>
public sealed record SavedFunnel
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Every definition, the newest last.</summary>
    public required IReadOnlyList<FunnelDefinition> Versions { get; init; }

    /// <summary>When it was archived; null while it is kept up.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The funnel after an event; unknown events change nothing.</summary>
    public static SavedFunnel? Evolve(SavedFunnel? funnel, Guid id, object happened) => (funnel, happened) switch
    {
        (null, FunnelDefined defined) => new()
        {
            Id = id, Tenant = defined.Tenant, Name = defined.Name, Versions = [new FunnelDefinition(1, defined.Question, defined.By, defined.At)],
        },
        (not null, FunnelChanged changed) => funnel with { Versions = [.. funnel.Versions, new FunnelDefinition(changed.Version, changed.Question, changed.By, changed.At)] },
        (not null, FunnelRenamed renamed) => funnel with { Name = renamed.Name },
        (not null, FunnelArchived archived) => funnel with { ArchivedAt = archived.At },
        _ => funnel,
    };
}
