using Platform.Projections.Exploration;

namespace Platform.Projections.Funnels;

/// <summary>Collects the events of a funnel as the store finds them, puts them in order unit by unit, and judges each.</summary>
internal sealed class FunnelGather(FunnelInput input, FunnelRules rules, TextCodes values, FunnelOutcomes outcomes) : IDisposable
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
        var judge = new FunnelJudge(input, rules, outcomes);
        _events.ForEach((unit, events) => judge.Judge(events, unit, _persons.Keys), cancellation);
    }

    public void Dispose()
    {
        _persons.Dispose();
        _events.Dispose();
    }
}
