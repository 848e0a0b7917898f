using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>Whose events, of when, a question is about at all.</summary>
internal sealed record Scope(string Tenant, TimeRange Range)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only what was recorded by then counts: events, and who belongs to whom.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Only what was recorded after this moment.</summary>
    public DateTimeOffset? RecordedAfter { get; init; }

    /// <summary>Only these persons' events.</summary>
    public SegmentInput? Segment { get; init; }

    /// <summary>When it is counted who belongs to the segment; at the end of the range when null.</summary>
    public DateTimeOffset? SegmentAt { get; init; }

    /// <summary>The same from the beginning of time on.</summary>
    public Scope WithHistory => this with { Range = Range with { From = DateTimeOffset.UnixEpoch } };
}
