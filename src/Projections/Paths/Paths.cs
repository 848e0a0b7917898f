using Platform.Projections.Questions;

namespace Platform.Projections.Paths;

/// <summary>What a path leads over.</summary>
public enum PathNode
{
    /// <summary>Names of events.</summary>
    Event,

    /// <summary>Paths of viewed pages.</summary>
    Page,
}

/// <summary>Whose way a path is.</summary>
public enum PathUnit
{
    /// <summary>A session's.</summary>
    Session,

    /// <summary>A person's, from its start for as long as the window.</summary>
    Person,
}

/// <summary>Asks which ways are taken.</summary>
public sealed record PathsInput(TimeRange Range)
{
    /// <summary>What a path leads over.</summary>
    public PathNode Node { get; init; } = PathNode.Page;

    /// <summary>Whose way.</summary>
    public PathUnit Unit { get; init; }

    /// <summary>Longest time from the first to the last node of a person's path.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Only paths with this node, from where it first comes.</summary>
    public string? StartAt { get; init; }

    /// <summary>Only paths with this node, up to where it first comes.</summary>
    public string? EndAt { get; init; }

    /// <summary>Most nodes of a path: the first ones, or the last ones before <see cref="EndAt"/>.</summary>
    public int MaxSteps { get; init; } = 6;

    /// <summary>How many nodes of each step stand alone; the rest is one, "(other)".</summary>
    public int TopK { get; init; } = 8;

    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>Answer as known at this moment, by recorded time.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="Paths">How many there are.</param>
/// <param name="AsOf">Recorded time up to which events are in it.</param>
public sealed record PathsResult(IReadOnlyList<PathLink> Links, long Paths, DateTimeOffset AsOf);

/// <summary>How many paths go from one node to another.</summary>
/// <param name="Step">Step of the source, from 1; with an end it is counted so that the end is always the last step.</param>
public sealed record PathLink(int Step, string Source, string Target, long Count);
