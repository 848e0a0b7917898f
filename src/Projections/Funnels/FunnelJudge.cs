namespace Platform.Projections.Funnels;

/// <summary>Judges one unit after the other and notes what became of the attempts that count.</summary>
internal sealed class FunnelJudge(FunnelInput input, FunnelRules rules, FunnelOutcomes outcomes)
{
    private readonly FunnelEvaluator _evaluator = new(rules);

    /// <summary>Judges a unit.</summary>
    /// <param name="events">All of the unit's events that matter, in order.</param>
    /// <param name="persons">The keys of the persons by their numbers.</param>
    public void Judge(ReadOnlySpan<FunnelEvent> events, long unit, ReadOnlySpan<long> persons)
    {
        if (rules.Counting == FunnelCounting.BestAttempt)
        {
            if (_evaluator.Best(events))
                Keep(events, unit, persons);
            return;
        }
        _evaluator.Begin(events);
        for (var start = 0; _evaluator.Next(events, ref start);)
            Keep(events, unit, persons);
    }

    private void Keep(ReadOnlySpan<FunnelEvent> events, long unit, ReadOnlySpan<long> persons)
    {
        var filled = _evaluator.Filled;
        var (person, before) = (events[filled[0]].Person, -1);
        for (var step = 0; step < filled.Length; step++)
        {
            var place = filled[step];
            outcomes.Gaps.Add(place < 0 || before < 0 ? -1 : events[place].At - events[before].At);
            if (place < 0)
                continue;
            (before, person) = (place, events[place].Person);
        }
        outcomes.Add(unit, persons[person], _evaluator.Reached, Value(events, filled));
    }

    private int Value(ReadOnlySpan<FunnelEvent> events, ReadOnlySpan<int> filled)
    {
        if (input.Attribution == Attribution.Step)
            return filled[input.AttributionStep!.Value - 1] is >= 0 and var place ? events[place].Value : -1;
        var found = -1;
        foreach (var step in filled)
            if (step >= 0 && events[step].Value is >= 0 and var value && (found < 0 || input.Attribution == Attribution.LastTouch))
                found = value;
        return found;
    }
}
