using Platform.Projections.Attributions;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.WhatIfs;

/// <summary>The rules that a trial counts by.</summary>
internal sealed record TrialRules(TimeSpan SessionGap, TimeSpan LongestSession, bool LeavesOut, int? MostEventsPerMinute, TimeSpan LookBack);

/// <summary>Counts the figures of a range by some rules, visitor by visitor.</summary>
internal sealed class RuleTrial(TrialRules rules, TimeRange range, Func<long, long> personOf) : IDisposable
{
    private static readonly long Minute = Micros.Of(TimeSpan.FromMinutes(1));
    private readonly (long From, long To) _range = (Micros.Of(range.From), Micros.Of(range.To));
    private readonly (long Gap, long Longest) _rules = (Micros.Of(rules.SessionGap), Micros.Of(rules.LongestSession));
    private readonly HashSet<long> _persons = [];
    private readonly ByUnit<Touch> _touches = new();
    private readonly Dictionary<int, TrialSession> _open = [];
    private (long Events, long Views, long Sessions, long Bounces, long Converting, Int128 Micros) _sums;

    /// <summary>Takes all events of a visitor, in order.</summary>
    public void Take(long visitor, ReadOnlySpan<TrialEvent> events)
    {
        if (rules.MostEventsPerMinute is { } most && BusiestMinute(events) > most)
            return;
        var person = personOf(visitor);
        foreach (ref readonly var e in events)
        {
            if (rules.LeavesOut && e.Is(TrialSigns.LeftOut))
                continue;
            Count(person, e);
            if (_open.TryGetValue(e.Client, out var session) && !GoesOn(session, e))
                Close(person, session);
            else if (session is not null)
            {
                session.Add(e, IsIn(e));
                continue;
            }
            session = _open[e.Client] = new TrialSession(e);
            session.Add(e, IsIn(e));
        }
        foreach (var session in _open.Values)
            Close(person, session);
        _open.Clear();
    }

    /// <summary>The figures of all that was taken.</summary>
    public WhatIfFigures Figures(IReadOnlyList<string> channels, CancellationToken cancellation)
    {
        var credit = new Credit(new AttributionInput(range, new EventMatch("*", [])) { Models = [AttributionModel.LastNonDirect], LookBack = rules.LookBack, TopK = int.MaxValue });
        _touches.ForEach((_, touches) => credit.Give(touches), cancellation);
        return new WhatIfFigures(
            _sums.Events, _persons.Count, _sums.Sessions, _sums.Views, OfSessions(_sums.Bounces),
            _sums.Sessions == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds((double)_sums.Micros / _sums.Sessions), OfSessions(_sums.Views),
            credit.Conversions, OfSessions(_sums.Converting), [.. credit.Rows(channels).Where(row => row.Credits[0].Conversions > 0).Select(row => new ChannelCredit(row.Value, row.Credits[0].Conversions))]);
    }

    public void Dispose() => _touches.Dispose();

    private double OfSessions(long count) => _sums.Sessions == 0 ? 0 : (double)count / _sums.Sessions;

    private bool IsIn(in TrialEvent e) => e.At >= _range.From && e.At < _range.To;

    // A client's own session id wins over both rules.
    private bool GoesOn(TrialSession session, in TrialEvent e) =>
        e.Client >= 0 || (e.At - session.Last <= _rules.Gap && e.At - session.First.At <= _rules.Longest);

    private void Count(long person, in TrialEvent e)
    {
        if (!IsIn(e))
            return;
        _sums.Events++;
        _sums.Views += e.Is(TrialSigns.View) ? 1 : 0;
        _persons.Add(person);
        if (e.Is(TrialSigns.Conversion))
            _touches.Add(person, new Touch(e.At, e.Sequence, IsConversion: true, IsDirect: false, 0, -1));
    }

    private void Close(long person, TrialSession session)
    {
        _touches.Add(person, new Touch(session.First.At, session.First.Sequence, IsConversion: false, session.First.Is(TrialSigns.Direct), 0, session.First.Channel));
        if (!session.IsIn)
            return;
        _sums.Sessions++;
        _sums.Bounces += session is { Views: 1, Actions: 0 } ? 1 : 0;
        _sums.Converting += session.Converts ? 1 : 0;
        _sums.Micros += session.Last - session.First.At;
    }

    private static int BusiestMinute(ReadOnlySpan<TrialEvent> events)
    {
        var (busiest, count, minute) = (0, 0, long.MinValue);
        foreach (ref readonly var e in events)
        {
            count = e.At / Minute == minute ? count + 1 : 1;
            minute = e.At / Minute;
            busiest = Math.Max(busiest, count);
        }
        return busiest;
    }

    private sealed class TrialSession(TrialEvent first)
    {
        public TrialEvent First => first;
        public long Last { get; private set; } = first.At;
        public int Views { get; private set; }
        public int Actions { get; private set; }
        public bool IsIn { get; private set; }
        public bool Converts { get; private set; }

        public void Add(in TrialEvent e, bool isIn)
        {
            Last = e.At;
            Views += e.Is(TrialSigns.View) ? 1 : 0;
            Actions += e.Is(TrialSigns.Action) ? 1 : 0;
            IsIn |= isIn;
            Converts |= isIn && e.Is(TrialSigns.Conversion);
        }
    }
}
