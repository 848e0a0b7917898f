using Platform.Projections.Questions;

namespace Platform.Projections.Breakdowns;

/// <summary>Asks for the top values of a property.</summary>
public sealed record BreakdownInput(TimeRange Range, string Property)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only these persons' events.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>How many values.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>Answer as known at this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>The top values, and everything else as one row.</summary>
public sealed record BreakdownResult(IReadOnlyList<BreakdownRow> Rows, BreakdownRow? Other);

/// <summary>What is known of a value: sessions are those with an event that has the value.</summary>
public sealed record BreakdownRow(
    string Value, long Persons, long Sessions, long Views, long Events, double BounceRate, TimeSpan MeanDuration);
