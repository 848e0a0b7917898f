using System.Text.Json;
using GraphQL;
using Platform.Contracts.Funnels;
using Platform.Projections.Funnels.Saved;
using Platform.ReadApi.Questions;
using Stored = Platform.Contracts.Funnels.SavedFunnel;

namespace Platform.ReadApi.Funnels;

/// <summary>A funnel that is kept under a name, and kept up to date.</summary>
public sealed class SavedFunnel
{
    private readonly Stored _funnel;

    private SavedFunnel(Stored funnel) => _funnel = funnel;

    /// <summary>Opaque.</summary>
    [Id] public string Id => _funnel.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _funnel.Name;

    /// <summary>Number of the newest definition, from 1.</summary>
    public int Version => _funnel.Versions[^1].Version;

    /// <summary>Whether it is not kept up any more; it is still answered when asked.</summary>
    public bool Archived => _funnel.ArchivedAt is not null;

    /// <summary>When it was first defined.</summary>
    public DateTimeOffset DefinedAt => _funnel.Versions[0].At;

    /// <summary>The newest definition: a `FunnelInput` that can be handed back as it is.</summary>
    public JsonElement Question => _funnel.Versions[^1].Question;

    /// <summary>
    /// The answer; over the definition's own range when there is none. While a new definition is being built over all history, the one
    /// before answers: `version` tells which.
    /// </summary>
    public async Task<FunnelResult> ResultAsync(
        [FromServices] SavedFunnelQuery query, TimeRangeInput? range = null, DateTimeOffset? asOf = null, CancellationToken cancellation = default) =>
        FunnelResult.Of(await query.AnswerAsync(_funnel, range?.ToQuestion(), asOf, cancellation));

    /// <summary>Each definition, the newest first, answered over the same data.</summary>
    public IReadOnlyList<FunnelVersion> Versions => [.. _funnel.Versions.Reverse().Select(version => new FunnelVersion(_funnel, version))];

    internal static SavedFunnel Of(Stored funnel) => new(funnel);
}

/// <summary>A definition of a saved funnel.</summary>
public sealed class FunnelVersion
{
    private readonly Stored _funnel;
    private readonly FunnelDefinition _definition;

    internal FunnelVersion(Stored funnel, FunnelDefinition definition) => (_funnel, _definition) = (funnel, definition);

    /// <summary>Counts from 1.</summary>
    public int Version => _definition.Version;

    /// <summary>When it was made.</summary>
    public DateTimeOffset ChangedAt => _definition.At;

    /// <summary>Who made it.</summary>
    public string ChangedBy => _definition.By;

    /// <summary>The definition: a `FunnelInput` that can be handed back as it is.</summary>
    public JsonElement Question => _definition.Question;

    /// <summary>The answer; over the definition's own range when there is none.</summary>
    public async Task<FunnelResult> ResultAsync([FromServices] SavedFunnelQuery query, TimeRangeInput? range = null, CancellationToken cancellation = default) =>
        FunnelResult.Of(await query.AnswerVersionAsync(_funnel, _definition, range?.ToQuestion(), cancellation));
}
