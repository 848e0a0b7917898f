using System.Runtime.InteropServices;
using Platform.Projections.Exploration;

namespace Platform.Projections.Breakdowns;

/// <summary>What is known of a value, or of several as one.</summary>
internal record struct ValueCounts
{
    public long Persons;
    public long Sessions;
    public long Bounced;
    public long Micros;
    public long Views;
    public long Events;
}

/// <summary>The values that sessions have of one property, and how many events with each.</summary>
/// <param name="codes">Numbers for the values, which several tallies may share.</param>
internal sealed class ValueTally(TextCodes codes) : IDisposable
{
    private readonly PooledList<int> _last = new();
    private readonly PooledList<(int Session, int Value)> _seen = new();
    private readonly PooledList<(long Events, long Views)> _volumes = new();
    private readonly PooledList<int> _ends = new();
    private readonly PooledList<int> _values = new();

    /// <summary>Takes a value of each row; rows without one are left out.</summary>
    public void Take(ColumnChunk.Texts texts, ReadOnlySpan<int> sessions, ReadOnlySpan<int> events, ReadOnlySpan<int> views)
    {
        for (var row = 0; row < sessions.Length; row++)
            Take(texts, row, sessions[row], events[row], views[row]);
    }

    /// <summary>Takes a session's value.</summary>
    public void Take(ColumnChunk.Texts texts, int row, int session, int events, int views)
    {
        if (!texts.Has(row))
            return;
        var value = codes.Of(texts.Utf8(row));
        _volumes.Extend(value + 1);
        ref var volume = ref _volumes[value];
        volume = (volume.Events + events, volume.Views + views);
        _last.Extend(session + 1);
        if (_last[session] == value + 1)
            return;
        _last[session] = value + 1;
        _seen.Add((session, value));
    }

    /// <summary>Puts the values in the order that the sessions are given.</summary>
    public void Arrange(ReadOnlySpan<int> ranks)
    {
        _ends.Extend(ranks.Length + 1);
        foreach (var (session, _) in _seen.Span)
            _ends[ranks[session] + 1]++;
        for (var rank = 1; rank < _ends.Count; rank++)
            _ends[rank] += _ends[rank - 1];
        _values.Extend(_seen.Count);
        foreach (var (session, value) in _seen.Span)
            _values[_ends[ranks[session]]++] = value;
    }

    /// <summary>Adds what is known of each value to the counts, in the order of the values' numbers.</summary>
    public void AddTo(List<ValueCounts> counts, VisitTally tally)
    {
        CollectionsMarshal.SetCount(counts, Math.Max(counts.Count, _volumes.Count));
        var each = CollectionsMarshal.AsSpan(counts);
        for (var value = 0; value < _volumes.Count; value++)
            (each[value].Events, each[value].Views) = (each[value].Events + _volumes[value].Events, each[value].Views + _volumes[value].Views);
        Walk(tally, [.. Enumerable.Range(0, _volumes.Count)], each);
    }

    /// <summary>What is known of all values but some, as if they were one.</summary>
    public ValueCounts Except(IReadOnlySet<int> some, VisitTally tally)
    {
        var rest = new ValueCounts();
        var places = Enumerable.Range(0, _volumes.Count).Select(value => some.Contains(value) ? -1 : 0).ToArray();
        for (var value = 0; value < places.Length; value++)
            if (places[value] == 0)
                (rest.Events, rest.Views) = (rest.Events + _volumes[value].Events, rest.Views + _volumes[value].Views);
        Walk(tally, places, new Span<ValueCounts>(ref rest));
        return rest;
    }

    public void Dispose()
    {
        _last.Dispose();
        _seen.Dispose();
        _volumes.Dispose();
        _ends.Dispose();
        _values.Dispose();
    }

    // A value counts at its place; at -1 not at all. It was counted for a session, or a person, exactly when the place's mark says so.
    private void Walk(VisitTally tally, int[] places, Span<ValueCounts> counts)
    {
        var (lastPerson, lastSession) = (new int[counts.Length], new int[counts.Length]);
        var sessions = tally.ByPerson.Span;
        for (int rank = 0, from = 0; rank < sessions.Length; from = _ends[rank++])
        {
            var session = sessions[rank];
            ref var visit = ref tally.Visits[session];
            foreach (var value in _values.Span[from.._ends[rank]])
            {
                var place = places[value];
                if (place < 0 || lastSession[place] == session + 1)
                    continue;
                lastSession[place] = session + 1;
                ref var count = ref counts[place];
                count.Sessions++;
                count.Bounced += visit.Bounced ? 1 : 0;
                count.Micros += visit.Micros;
                if (lastPerson[place] == visit.Person + 1)
                    continue;
                lastPerson[place] = visit.Person + 1;
                count.Persons++;
            }
        }
    }
}
