namespace Platform.Projections.Questions;

/// <summary>
/// What is asked of a person; what is given must all hold. Counted at the end of the question's range: what comes later does not matter.
/// </summary>
public sealed record SegmentRule
{
    /// <summary>
    /// A trait (<c>traits.plan</c>: the last one told by identify calls), or a property that at least one of the person's events has.
    /// </summary>
    public PropertyFilter? Property { get; init; }

    /// <summary>Events that the person did, at least <see cref="AtLeast"/> times.</summary>
    public EventMatch? Did { get; init; }

    /// <summary>Events that the person did not do, or less than <see cref="AtLeast"/> times.</summary>
    public EventMatch? DidNot { get; init; }

    /// <summary>Only what happened within this time before the end of the range counts.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How many times, at least; once by default.</summary>
    public int AtLeast { get; init; } = 1;
}

/// <summary>Persons for whom all rules hold, or any.</summary>
public sealed record SegmentInput(IReadOnlyList<SegmentRule> Match, bool All = true)
{
    /// <summary>Those for whom they held at this moment, as it was known then; at the end of a question's range when null.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Any of the visitors that these persons consisted of, by their streams; then there are no rules.</summary>
    public IReadOnlyList<Guid>? Members { get; init; }
}
