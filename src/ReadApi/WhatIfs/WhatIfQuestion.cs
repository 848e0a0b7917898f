using GraphQL;
using Platform.Projections.WhatIfs;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.WhatIfs;

/// <summary>A question for what the figures would be under other rules; a rule that is not given stays as it is.</summary>
[Name("WhatIfInput")]
public sealed class WhatIfQuestion
{
    /// <summary>Whose figures: those of this range.</summary>
    public required TimeRangeInput Range { get; init; }

    /// <summary>Gap after which a visitor's next event begins a new session.</summary>
    public TimeSpan? SessionGap { get; init; }

    /// <summary>Longest session.</summary>
    public TimeSpan? LongestSession { get; init; }

    /// <summary>Events that are left out, as a bot's.</summary>
    public IReadOnlyList<EventMatchInput>? LeaveOut { get; init; }

    /// <summary>Visitors with more events than this in any clock minute are left out, as bots.</summary>
    public int? MostEventsPerMinute { get; init; }

    /// <summary>How long before a conversion a session may have begun that it is owed to; 30 days as it is.</summary>
    public TimeSpan? LookBack { get; init; }

    /// <summary>Which events are conversions; none when null.</summary>
    public EventMatchInput? Conversion { get; init; }

    internal WhatIfInput ToQuestion() => new(Range.ToQuestion())
    {
        SessionGap = SessionGap, LongestSession = LongestSession, LeaveOut = EventMatchInput.ToQuestion(LeaveOut),
        MostEventsPerMinute = MostEventsPerMinute, LookBack = LookBack, Conversion = Conversion?.ToQuestion(),
    };
}
