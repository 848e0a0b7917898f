using System.Text.Json;

namespace Platform.Contracts.Dashboards;

/// <summary>Which question an insight asks.</summary>
public enum InsightKind
{
    /// <summary>Numbers over time.</summary>
    Trend,

    /// <summary>How far persons get on a way of steps.</summary>
    Funnel,

    /// <summary>How many come back.</summary>
    Retention,

    /// <summary>Which ways are taken.</summary>
    Paths,

    /// <summary>Who is new, back, or gone.</summary>
    Lifecycle,

    /// <summary>On how many days persons are active.</summary>
    Stickiness,

    /// <summary>What conversions are owed to.</summary>
    Attribution,
}

/// <summary>Which days an insight is about, whenever it is looked at. Days are UTC and end with the running one.</summary>
public enum InsightSpan
{
    /// <summary>The range of the question, for ever.</summary>
    Fixed,

    /// <summary>The running day.</summary>
    Today,

    /// <summary>The day before.</summary>
    Yesterday,

    /// <summary>Seven days.</summary>
    Last7Days,

    /// <summary>28 days.</summary>
    Last28Days,

    /// <summary>90 days.</summary>
    Last90Days,

    /// <summary>From the first of the month.</summary>
    ThisMonth,

    /// <summary>From the first of January.</summary>
    ThisYear,
}

/// <summary>A question is kept under a name. Stream: the insight's own id, in the default tenant.</summary>
/// <param name="Question">In the form of its GraphQL input.</param>
public sealed record InsightSaved(string Tenant, string Name, InsightKind Kind, JsonElement Question, InsightSpan Span, string By, DateTimeOffset At);

/// <summary>The insight is not kept any more.</summary>
public sealed record InsightRemoved(string By, DateTimeOffset At);

/// <summary>A saved insight as its events define it.</summary>
public sealed record SavedInsight
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Which question it asks.</summary>
    public InsightKind Kind { get; init; }

    /// <summary>In the form of its GraphQL input.</summary>
    public required JsonElement Question { get; init; }

    /// <summary>Which days it is about.</summary>
    public InsightSpan Span { get; init; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>When it was removed; null while it is kept.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>The insight after an event; unknown events change nothing.</summary>
    public static SavedInsight? Evolve(SavedInsight? insight, Guid id, object happened) => (insight, happened) switch
    {
        (null, InsightSaved saved) => new()
        {
            Id = id, Tenant = saved.Tenant, Name = saved.Name, Kind = saved.Kind, Question = saved.Question, Span = saved.Span, SavedAt = saved.At,
        },
        (not null, InsightRemoved removed) => insight with { RemovedAt = removed.At },
        _ => insight,
    };
}
