using GraphQL;
using Platform.Projections.Lifecycle;
using Platform.Projections.Questions;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Lifecycle;

/// <summary>A question for who is new, back, back after a pause, or gone. Whole periods: the first one counts from its own start.</summary>
[Name("LifecycleInput")]
public sealed class LifecycleQuestion : SegmentedQuestion
{
    /// <summary>From when to when.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>Length of a period.</summary>
    public required Granularity Granularity { get; init; }

    /// <summary>What being active is.</summary>
    public required EventMatchInput Match { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>IANA zone of the periods; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal LifecycleInput ToQuestion() => new(Range.ToQuestion(), Granularity, Match.ToQuestion())
    {
        Filters = PropertyFilterInput.ToQuestion(Filters), Segment = Chosen, TimeZone = TimeZone, AsOf = AsOf,
    };
}
