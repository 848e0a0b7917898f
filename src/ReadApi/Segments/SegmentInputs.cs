using System.ComponentModel;
using GraphQL;
using Platform.Projections.Questions;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.Segments;

/// <summary>What is asked of a person; what is given must all hold, as at the end of the question's range.</summary>
[Name("SegmentRule")]
public sealed class SegmentRuleInput
{
    /// <summary>A trait (`traits.plan`: the last one told), or a property that at least one of the person's events has.</summary>
    public PropertyFilterInput? Property { get; init; }

    /// <summary>Events that the person did, `atLeast` times.</summary>
    public EventMatchInput? Did { get; init; }

    /// <summary>Events that the person did not do, or less than `atLeast` times.</summary>
    public EventMatchInput? DidNot { get; init; }

    /// <summary>Only what happened within this time before the end of the range counts.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>How many times, at least; once by default.</summary>
    public int? AtLeast { get; init; }

    internal SegmentRule ToQuestion() => new()
    {
        Property = Property is null ? null : PropertyFilterInput.ToQuestion([Property])[0],
        Did = Did?.ToQuestion(), DidNot = DidNot?.ToQuestion(), Within = Within, AtLeast = AtLeast ?? 1,
    };
}

/// <summary>Persons for whom all rules hold, or any.</summary>
[Name("SegmentInput")]
public sealed class SegmentQuestion
{
    /// <summary>The rules.</summary>
    public required IReadOnlyList<SegmentRuleInput> Match { get; init; }

    /// <summary>Whether all must hold; else any.</summary>
    [DefaultValue(true)]
    public bool? All { get; init; }

    internal SegmentInput ToQuestion() => new([.. Match.Select(rule => rule.ToQuestion())], All ?? true);
}
