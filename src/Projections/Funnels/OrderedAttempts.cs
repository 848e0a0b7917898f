namespace Platform.Projections.Funnels;

/// <summary>Attempts whose steps happen in order, with anything between.</summary>
internal sealed class OrderedAttempts(FunnelRules rules) : Attempts
{
    // The first event that fits a step only moves forward from start to start: all attempts together read the events once a step.
    private readonly int[] _next = new int[rules.Steps];

    public override void Begin(ReadOnlySpan<FunnelEvent> events) => Array.Clear(_next);

    public override void From(ReadOnlySpan<FunnelEvent> events, int start, int[] filled)
    {
        Array.Fill(filled, -1);
        filled[0] = start;
        var end = events[start].At + rules.Window;
        for (int step = 0, required = rules.NextRequired(0); ; step = required, required = rules.NextRequired(required))
        {
            var place = required < rules.Steps ? First(events, required, filled[step]) : events.Length;
            var reached = place < events.Length && events[place].At <= end;
            FillOptional(events, filled, step, required, reached ? place : events.Length, end);
            if (!reached)
                return;
            filled[required] = place;
        }
    }

    private int First(ReadOnlySpan<FunnelEvent> events, int step, int after)
    {
        var place = Math.Max(_next[step], after + 1);
        while (place < events.Length && (events[place].Steps >> step & 1) == 0)
            place++;
        return _next[step] = place;
    }

    // Optional steps never delay a required one: they take what lies between.
    private static void FillOptional(ReadOnlySpan<FunnelEvent> events, int[] filled, int step, int required, int until, long end)
    {
        var place = filled[step] + 1;
        for (var optional = step + 1; optional < required; optional++)
            for (var next = place; next < until && events[next].At <= end; next++)
                if ((events[next].Steps >> optional & 1) == 1)
                {
                    filled[optional] = next;
                    place = next + 1;
                    break;
                }
    }
}

/// <summary>Attempts whose steps follow each other without any other event.</summary>
internal sealed class StrictAttempts(FunnelRules rules) : Attempts
{
    public override void From(ReadOnlySpan<FunnelEvent> events, int start, int[] filled)
    {
        Array.Fill(filled, -1);
        filled[0] = start;
        var end = events[start].At + rules.Window;
        var step = 0;
        for (var place = start + 1; place < events.Length && events[place].At <= end; place++)
        {
            step = Fitting(events[place].Steps, step);
            if (step < 0)
                return;
            filled[step] = place;
        }
    }

    // The next required step before an optional one, an earlier optional one before a later.
    private int Fitting(uint steps, int after)
    {
        var required = rules.NextRequired(after);
        if (required < rules.Steps && (steps >> required & 1) == 1)
            return required;
        for (var optional = after + 1; optional < required; optional++)
            if ((steps >> optional & 1) == 1)
                return optional;
        return -1;
    }
}
