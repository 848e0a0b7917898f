namespace Platform.Projections.Exploration;

/// <summary>Collects rows as they come and gives them back unit by unit, each unit's in order.</summary>
internal sealed class ByUnit<T> : IDisposable where T : struct, IComparable<T>
{
    private const int Segment = 1 << 16;
    private readonly KeyCodes _units = new();
    private readonly List<int> _sizes = [];
    private readonly List<(int Unit, T Row)[]> _segments = [];
    private int _used = Segment;

    public void Add(long unit, T row)
    {
        if (_used == Segment)
        {
            _segments.Add(new (int, T)[Segment]);
            _used = 0;
        }
        var code = _units.Of(unit);
        if (code == _sizes.Count)
            _sizes.Add(0);
        _sizes[code]++;
        _segments[^1][_used++] = (code, row);
    }

    /// <summary>Hands over each unit's rows; empties the collection.</summary>
    public void ForEach(UnitReader<T> read, CancellationToken cancellation)
    {
        var (rows, ends) = Scattered();
        for (int unit = 0, from = 0; unit < ends.Length; from = ends[unit++])
        {
            cancellation.ThrowIfCancellationRequested();
            var own = rows.AsSpan(from, ends[unit] - from);
            if (!Sorted(own))
                own.Sort();
            read(_units.Keys[unit], own);
        }
    }

    public void Dispose() => _units.Dispose();

    private (T[] Rows, int[] Ends) Scattered()
    {
        var ends = new int[_sizes.Count];
        for (int unit = 0, sum = 0; unit < ends.Length; sum += _sizes[unit++])
            ends[unit] = sum;
        var rows = new T[_segments.Count == 0 ? 0 : (_segments.Count - 1) * Segment + _used];
        for (var i = 0; i < _segments.Count; i++)
        {
            foreach (var (unit, row) in _segments[i].AsSpan(0, i == _segments.Count - 1 ? _used : Segment))
                rows[ends[unit]++] = row;
            _segments[i] = [];
        }
        return (rows, ends);
    }

    // The store is mostly in order of time, so most units are.
    private static bool Sorted(ReadOnlySpan<T> rows)
    {
        for (var place = 1; place < rows.Length; place++)
            if (rows[place].CompareTo(rows[place - 1]) < 0)
                return false;
        return true;
    }
}

/// <summary>Takes a unit's rows, in order.</summary>
internal delegate void UnitReader<T>(long unit, ReadOnlySpan<T> rows);
