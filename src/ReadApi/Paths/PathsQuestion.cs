using System.ComponentModel;
using GraphQL;
using Platform.Projections.Paths;
using Platform.ReadApi.Questions;
using Platform.ReadApi.Segments;

namespace Platform.ReadApi.Paths;

/// <summary>A question for the ways that are taken.</summary>
[Name("PathsInput")]
public sealed class PathsQuestion : SegmentedQuestion
{
    /// <summary>From when to when.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>What a path leads over.</summary>
    [DefaultValue(PathNode.Page)]
    public PathNode Node { get; init; }

    /// <summary>Whose way it is.</summary>
    [DefaultValue(PathUnit.Session)]
    public PathUnit? Unit { get; init; }

    /// <summary>Longest time from the first to the last node of a person's path; a day by default.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Only paths with this node, from where it first comes.</summary>
    public string? StartAt { get; init; }

    /// <summary>Only paths with this node, up to where it first comes.</summary>
    public string? EndAt { get; init; }

    /// <summary>Most nodes of a path: the first ones, or the last ones before `endAt`.</summary>
    [DefaultValue(6)]
    public int? MaxSteps { get; init; }

    /// <summary>How many nodes of each step stand alone; the rest is "(other)".</summary>
    [DefaultValue(8)]
    public int? TopK { get; init; }

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilterInput>? Filters { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }

    internal PathsInput ToQuestion() => new(Range.ToQuestion())
    {
        Node = Node,
        Unit = Unit ?? PathUnit.Session,
        Window = Window ?? TimeSpan.FromDays(1),
        StartAt = StartAt,
        EndAt = EndAt,
        MaxSteps = MaxSteps ?? 6,
        TopK = TopK ?? 8,
        Filters = PropertyFilterInput.ToQuestion(Filters),
        Segment = Chosen,
        AsOf = AsOf,
    };
}
