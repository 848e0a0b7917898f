using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>Whose events, of when, a question is about at all.</summary>
internal sealed record Scope(string Tenant, TimeRange Range)
{
    /// <summary>Conditions on every event.</summary>
    public IReadOnlyList<PropertyFilter> Filters { get; init; } = [];

    /// <summary>Only what was recorded by then counts: events, and who belongs to whom.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
