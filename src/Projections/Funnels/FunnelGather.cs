using Platform.Projections.Exploration;

namespace Platform.Projections.Funnels;

/// <summary>Collects the events of a funnel as the store finds them, puts them in order unit by unit, and judges each.</summary>
internal sealed class FunnelGather(FunnelInput input, FunnelRules rules, TextCodes values, FunnelOutcomes outcomes)
{
    private const int Segment = 1 << 16;
    private readonly KeyCodes _units = new();
    private readonly KeyCodes _persons = new();
    private readonly List<int> _sizes = [];
    private readonly List<(int Unit, FunnelEvent Event)[]> _segments = [];
    private int _used = Segment;

    /// <summary>Takes rows of unit, person, time, sequence, bits of steps and exclusions and, where asked for, value.</summary>
    public void Take(ColumnChunk chunk)
    {
        var units = chunk.Column<long>(0);
        var persons = chunk.Column<long>(1);
        var times = chunk.Column<long>(2);
        var sequences = chunk.Column<long>(3);
        var bits = chunk.Column<ulong>(4);
        var texts = input.Breakdown is null ? default : chunk.Text(5);
        for (var row = 0; row < chunk.Rows; row++)
        {
            if (_used == Segment)
            {
                _segments.Add(new (int, FunnelEvent)[Segment]);
                _used = 0;
            }
            var unit = _units.Of(units[row]);
            if (unit == _sizes.Count)
                _sizes.Add(0);
            _sizes[unit]++;
            var value = input.Breakdown is not null && texts.Has(row) ? values.Of(texts.Utf8(row)) : -1;
            _segments[^1][_used++] = (unit, new FunnelEvent(times[row], sequences[row], (uint)bits[row], (uint)(bits[row] >> 32), value, _persons.Of(persons[row])));
        }
    }

    /// <summary>Judges every unit.</summary>
    public void Judge(CancellationToken cancellation)
    {
        var evaluator = new FunnelEvaluator(rules);
        var (events, ends) = ByUnit();
        for (int unit = 0, from = 0; unit < ends.Length; from = ends[unit++])
        {
            cancellation.ThrowIfCancellationRequested();
            var own = events.AsSpan(from, ends[unit] - from);
            if (!Sorted(own))
                own.Sort();
            Judge(evaluator, own, _units.Keys[unit]);
        }
    }

    private void Judge(FunnelEvaluator evaluator, ReadOnlySpan<FunnelEvent> events, long unit)
    {
        if (rules.Counting == FunnelCounting.BestAttempt)
        {
            if (evaluator.Best(events))
                Keep(evaluator, events, unit);
            return;
        }
        evaluator.Begin(events);
        for (var start = 0; evaluator.Next(events, ref start);)
            Keep(evaluator, events, unit);
    }

    private void Keep(FunnelEvaluator evaluator, ReadOnlySpan<FunnelEvent> events, long unit)
    {
        var filled = evaluator.Filled;
        var (person, before) = (events[filled[0]].Person, -1);
        for (var step = 0; step < filled.Length; step++)
        {
            var place = filled[step];
            outcomes.Gaps.Add(place < 0 || before < 0 ? -1 : events[place].At - events[before].At);
            if (place < 0)
                continue;
            (before, person) = (place, events[place].Person);
        }
        outcomes.Add(unit, _persons.Keys[person], evaluator.Reached, Value(events, filled));
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

    private (FunnelEvent[] Events, int[] Ends) ByUnit()
    {
        var ends = new int[_sizes.Count];
        for (int unit = 0, sum = 0; unit < ends.Length; sum += _sizes[unit++])
            ends[unit] = sum;
        var events = new FunnelEvent[_segments.Count == 0 ? 0 : (_segments.Count - 1) * Segment + _used];
        for (var i = 0; i < _segments.Count; i++)
        {
            foreach (var (unit, happened) in _segments[i].AsSpan(0, i == _segments.Count - 1 ? _used : Segment))
                events[ends[unit]++] = happened;
            _segments[i] = [];
        }
        return (events, ends);
    }

    // The store is mostly in order of time, so most units are.
    private static bool Sorted(ReadOnlySpan<FunnelEvent> events)
    {
        for (var place = 1; place < events.Length; place++)
            if (events[place] < events[place - 1])
                return false;
        return true;
    }
}
