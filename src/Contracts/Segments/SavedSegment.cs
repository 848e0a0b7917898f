using System.Text.Json;

namespace Platform.Contracts.Segments;

/// <summary>What is kept under the name.</summary>
public enum SegmentKind
{
    /// <summary>Rules that each question asks at the end of its own range.</summary>
    Segment,

    /// <summary>Those for whom the rules hold now.</summary>
    DynamicCohort,

    /// <summary>Those for whom they held when it was defined.</summary>
    StaticCohort,
}

/// <summary>A saved segment or cohort as its events define it.</summary>
public sealed record SavedSegment
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public SegmentKind Kind { get; init; }

    /// <summary>Its rules, in the form of GraphQL's <c>SegmentInput</c>.</summary>
    public required JsonElement Question { get; init; }

    /// <summary>When it was defined.</summary>
    public DateTimeOffset DefinedAt { get; init; }

    /// <summary>When it was archived; null while it is offered.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The segment after an event; unknown events change nothing.</summary>
    public static SavedSegment? Evolve(SavedSegment? segment, Guid id, object happened) => (segment, happened) switch
    {
        (null, SegmentDefined defined) => new() { Id = id, Tenant = defined.Tenant, Name = defined.Name, Question = defined.Question, DefinedAt = defined.At },
        (null, CohortDefined defined) => new()
        {
            Id = id, Tenant = defined.Tenant, Name = defined.Name, Question = defined.Question, DefinedAt = defined.At,
            Kind = defined.Static ? SegmentKind.StaticCohort : SegmentKind.DynamicCohort,
        },
        (not null, SegmentArchived archived) => segment with { ArchivedAt = archived.At },
        _ => segment,
    };
}
