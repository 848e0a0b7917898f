using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Live;
using Platform.Projections.Questions;
using Platform.Projections.Reading;

namespace Platform.Projections.WhatIfs;

/// <summary>Collects a tenant's events, then counts them by both rules at once.</summary>
internal sealed class TrialHistory(WhatIfInput input, TrialRules now, TrialRules then) : IDisposable
{
    /// <summary>Most events that are held at once: about a gigabyte.</summary>
    public const int Most = 20_000_000;

    // A session may have begun before the range, and a conversion is owed to what was before it.
    private static readonly TimeSpan Before = TimeSpan.FromDays(7);
    private readonly TextCodes _channels = new();
    private readonly TextCodes _clients = new();
    private readonly ByUnit<TrialEvent> _visitors = new();
    private readonly long _since = Micros.Of(Since(input, now, then));
    private int _count;

    /// <summary>Takes a page of the tenant's events.</summary>
    /// <exception cref="InvalidQuestionException">There are too many of them.</exception>
    public void Take(IReadOnlyList<PageEvent> page)
    {
        foreach (var happened in page)
        {
            var (origin, context) = (happened.Event.Origin, happened.Event.Context);
            var at = Micros.Of(origin.OccurredAt);
            if (at < _since)
                continue;
            if (++_count > Most)
                throw new InvalidQuestionException($"The range has more than {Most:N0} events; choose a shorter one.");
            _visitors.Add(StreamKey.Of(DerivedId.Visitor(happened.Tenant, origin.VisitorId)), new TrialEvent(
                at, happened.Sequence, origin.SessionId is { } client ? _clients.Of(client) : -1, context.Channel is { } channel ? _channels.Of(channel) : -1, Signs(happened.Event)));
        }
    }

    /// <summary>The figures by both rules.</summary>
    public (WhatIfFigures Now, WhatIfFigures Then) Count(Func<long, long> personOf, CancellationToken cancellation)
    {
        using var asIs = new RuleTrial(now, input.Range, personOf);
        using var changed = new RuleTrial(then, input.Range, personOf);
        _visitors.ForEach((visitor, events) =>
        {
            asIs.Take(visitor, events);
            changed.Take(visitor, events);
        }, cancellation);
        return (asIs.Figures(_channels.Texts, cancellation), changed.Figures(_channels.Texts, cancellation));
    }

    public void Dispose() => _visitors.Dispose();

    private TrialSigns Signs(IVisitorEvent happened) =>
        (happened is PageViewed or ScreenViewed ? TrialSigns.View : TrialSigns.None)
        | (happened is ActionTracked ? TrialSigns.Action : TrialSigns.None)
        | (input.Conversion is { } conversion && EventMatcher.Holds(conversion, happened) ? TrialSigns.Conversion : TrialSigns.None)
        | (happened.Context.Channel is null or "Direct" ? TrialSigns.Direct : TrialSigns.None)
        | (input.LeaveOut.Any(match => EventMatcher.Holds(match, happened)) ? TrialSigns.LeftOut : TrialSigns.None);

    private static DateTimeOffset Since(WhatIfInput input, params ReadOnlySpan<TrialRules> rules)
    {
        var before = Before;
        foreach (var rule in rules)
            before = TimeSpan.FromTicks(Math.Max(before.Ticks, Math.Max(rule.LookBack.Ticks, rule.LongestSession.Ticks)));
        return input.Range.From - DateTimeOffset.MinValue < before ? DateTimeOffset.MinValue : input.Range.From - before;
    }
}
