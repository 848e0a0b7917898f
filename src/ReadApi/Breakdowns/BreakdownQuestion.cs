using System.ComponentModel;
using GraphQL;
using Platform.Projections.Breakdowns;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Breakdowns;

/// <summary>A question for the top values of a property.</summary>
[Name("BreakdownInput")]
public sealed class BreakdownQuestion : SegmentedQuestion
{
    /// <summary>From when to when.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>Whose values.</summary>
    public required string Property { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>How many values get a row of their own.</summary>
    [DefaultValue(10)]
    public int? TopK { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal BreakdownInput ToQuestion() => new(Range.ToQuestion(), Property)
    {
        Filters = PropertyFilterInput.ToQuestion(Filters), Segment = Chosen, TopK = TopK ?? 10, AsOf = AsOf,
    };
}
