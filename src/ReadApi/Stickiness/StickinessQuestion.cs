using GraphQL;
using Platform.Projections.Stickiness;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Stickiness;

/// <summary>A question for the number of different days on which persons are active.</summary>
[Name("StickinessInput")]
public sealed class StickinessQuestion : SegmentedQuestion
{
    /// <summary>From when to when.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>What being active is.</summary>
    public required EventMatchInput Match { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>IANA zone of the days; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal StickinessInput ToQuestion() => new(Range.ToQuestion(), Match.ToQuestion())
    {
        Filters = PropertyFilterInput.ToQuestion(Filters), Segment = Chosen, TimeZone = TimeZone, AsOf = AsOf,
    };
}
