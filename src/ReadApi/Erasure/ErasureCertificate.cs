using GraphQL;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;

namespace Platform.ReadApi.Erasure;

/// <summary>Proof that a person's events are gone and that every figure is one of a store that never had them.</summary>
public sealed record ErasureCertificate
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>The person who was forgotten.</summary>
    [Id] public required string PersonId { get; init; }

    /// <summary>When the events were deleted.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Events deleted: the person's own, and others' that joined it with somebody.</summary>
    public required long Events { get; init; }

    /// <summary>Refused events deleted because they named the person.</summary>
    public required long DeadLetters { get; init; }

    /// <summary>The read models that were rebuilt without the person; empty until the rebuild has ended.</summary>
    public required IReadOnlyList<string> ProjectionsRebuilt { get; init; }

    /// <summary>Whether every read model is rebuilt.</summary>
    public required bool Complete { get; init; }

    /// <summary>The rebuild of the tenant's read models.</summary>
    [Id] public required string RebuildId { get; init; }

    /// <summary>SHA-256 of the lines <c>forgotten</c>, tenant, person id, time and the ids of the deleted events in order.</summary>
    public required string Digest { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string RequestedBy { get; init; }

    internal static ErasureCertificate Of(Guid id, PersonForgotten forgotten, Rebuild? rebuild) => new()
    {
        Id = id.ToString("N"), PersonId = forgotten.PersonId, ErasedAt = forgotten.At, Events = forgotten.Events, DeadLetters = forgotten.DeadLetters,
        ProjectionsRebuilt = rebuild?.State == RebuildState.Switched ? [.. RebuildNames.All.Where(name => name != Rebuild.Everything)] : [],
        Complete = rebuild?.State == RebuildState.Switched, RebuildId = forgotten.Rebuild.ToString("N"),
        Digest = forgotten.Digest, RequestedBy = forgotten.By,
    };
}
