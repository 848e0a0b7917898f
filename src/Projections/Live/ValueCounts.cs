namespace Platform.Projections.Live;

/// <summary>
/// How often each value occurs in the window. A value is kept once, in a slot, however many events have it; it goes with the last of them.
/// </summary>
internal sealed class ValueCounts
{
    /// <summary>The slot of an event that has no value.</summary>
    public const int None = -1;

    private readonly Dictionary<string, int> _slots = [];
    private readonly List<(string Value, int Count)> _values = [];
    private readonly Stack<int> _free = new();

    /// <summary>Number of different values.</summary>
    public int Distinct => _slots.Count;

    /// <summary>Counts one more; the answer is where to take it back.</summary>
    public int Add(string? value)
    {
        if (value is null)
            return None;
        if (_slots.TryGetValue(value, out var slot))
        {
            _values[slot] = (value, _values[slot].Count + 1);
            return slot;
        }
        if (_free.TryPop(out slot))
            _values[slot] = (value, 1);
        else
        {
            slot = _values.Count;
            _values.Add((value, 1));
        }
        return _slots[value] = slot;
    }

    /// <summary>Takes back what was counted in the slot.</summary>
    public void Remove(int slot)
    {
        if (slot == None)
            return;
        var (value, count) = _values[slot];
        _values[slot] = count == 1 ? ("", 0) : (value, count - 1);
        if (count > 1)
            return;
        _slots.Remove(value);
        _free.Push(slot);
    }

    /// <summary>The most frequent values, ties by value.</summary>
    public LiveCount[] Best(int top) =>
        [.. _values.Where(value => value.Count > 0).OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal).Take(top)
            .Select(value => new LiveCount(value.Value, value.Count))];
}
