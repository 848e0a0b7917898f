using Platform.Projections.Exploration;

namespace Platform.Projections.Funnels;

/// <summary>Collects the events of a funnel as the store finds them, puts them in order unit by unit, and judges each.</summary>
internal sealed class FunnelGather(FunnelInput input, FunnelRules rules, TextCodes values, FunnelOutcomes outcomes)
{
    private readonly KeyCodes _persons = new();
    private readonly ByUnit<FunnelEvent> _events = new();

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
            var value = input.Breakdown is not null && texts.Has(row) ? values.Of(texts.Utf8(row)) : -1;
            _events.Add(units[row], new FunnelEvent(times[row], sequences[row], (uint)bits[row], (uint)(bits[row] >> 32), value, _persons.Of(persons[row])));
        }
    }

    /// <summary>Judges every unit.</summary>
    public void Judge(CancellationToken cancellation)
    {
        var evaluator = new FunnelEvaluator(rules);
        _events.ForEach((unit, events) => Judge(evaluator, events, unit), cancellation);
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
}
