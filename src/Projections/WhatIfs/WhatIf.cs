using Platform.Projections.Questions;

namespace Platform.Projections.WhatIfs;

/// <summary>Asks what the figures of a range would be under other rules. Nothing is changed by it; a rule that is not given stays as it is.</summary>
public sealed record WhatIfInput(TimeRange Range)
{
    /// <summary>Gap after which a visitor's next event begins a new session.</summary>
    public TimeSpan? SessionGap { get; init; }

    /// <summary>Longest session.</summary>
    public TimeSpan? LongestSession { get; init; }

    /// <summary>Events that are left out, as a bot's.</summary>
    public IReadOnlyList<EventMatch> LeaveOut { get; init; } = [];

    /// <summary>Visitors with more events than this in any clock minute are left out, as bots.</summary>
    public int? MostEventsPerMinute { get; init; }

    /// <summary>How long before a conversion a session may have begun that it is owed to; 30 days as it is.</summary>
    public TimeSpan? LookBack { get; init; }

    /// <summary>Which events are conversions; none when null.</summary>
    public EventMatch? Conversion { get; init; }
}

/// <summary>How far a replay under other rules has come.</summary>
/// <param name="Processed">Place in the event store up to which events were replayed.</param>
/// <param name="Total">Place that it has to reach.</param>
/// <param name="EventsPerSecond">How quickly it replays.</param>
/// <param name="Eta">When it will probably have replayed everything; null when that cannot be told.</param>
/// <param name="Result">The figures; null before everything was replayed.</param>
public sealed record WhatIf(long Processed, long Total, double EventsPerSecond, TimeSpan? Eta, WhatIfResult? Result);

/// <summary>The figures of the same events under both rules.</summary>
/// <param name="Now">Under the rules as they are.</param>
/// <param name="Then">Under the changed ones.</param>
/// <param name="Sequence">The last event that both have.</param>
public sealed record WhatIfResult(WhatIfFigures Now, WhatIfFigures Then, long Sequence);

/// <summary>The figures of a range; sessions are those with an event in it.</summary>
/// <param name="BounceRate">Share of sessions with one page view and nothing else done.</param>
/// <param name="MeanDuration">From the first to the last event of a session.</param>
/// <param name="ConversionRate">Share of sessions with a conversion in the range.</param>
/// <param name="Channels">What the conversions are owed to: the last session before each that did not come directly.</param>
public sealed record WhatIfFigures(
    long Events, long Persons, long Sessions, long Views, double BounceRate, TimeSpan MeanDuration, double ViewsPerSession,
    long Conversions, double ConversionRate, IReadOnlyList<ChannelCredit> Channels);

/// <summary>Conversions that are owed to a channel.</summary>
public sealed record ChannelCredit(string Channel, double Conversions);
