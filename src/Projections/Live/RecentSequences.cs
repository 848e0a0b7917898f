namespace Platform.Projections.Live;

/// <summary>
/// Which events were told already. Sequences are given out before they are committed, so a lower one may appear after a higher one: the
/// floor, below which nothing is looked for any more, waits a while at each gap.
/// </summary>
internal sealed class RecentSequences(long floor, TimeSpan patience)
{
    private const int Remembered = 65_536;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _seen = [];
    private readonly Queue<long> _order = new();
    private long _floor = floor;
    private long _highest = floor;
    private TimeSpan? _gapSince;

    /// <summary>Whether the event was not told before.</summary>
    public bool Add(long sequence)
    {
        lock (_gate)
        {
            if (!_seen.Add(sequence))
                return false;
            _order.Enqueue(sequence);
            if (_order.Count > Remembered)
                _seen.Remove(_order.Dequeue());
            _highest = Math.Max(_highest, sequence);
            return true;
        }
    }

    /// <summary>Where to look: above the floor, and not at what was seen there.</summary>
    /// <param name="now">Time since any moment, by a clock that nobody sets.</param>
    public (long Floor, long[] Seen) Look(TimeSpan now)
    {
        lock (_gate)
        {
            while (_seen.Contains(_floor + 1))
                (_floor, _gapSince) = (_floor + 1, null);
            if (_floor < _highest && now - (_gapSince ??= now) > patience)
            {
                while (_floor < _highest && !_seen.Contains(_floor + 1))
                    _floor++;
                _gapSince = null;
            }
            return (_floor, [.. _seen.Where(sequence => sequence > _floor)]);
        }
    }
}
