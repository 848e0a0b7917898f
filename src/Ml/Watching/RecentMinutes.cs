namespace Platform.Ml.Watching;

/// <summary>Sums of what was observed and expected over the last minutes, for windows up to an hour.</summary>
internal sealed class RecentMinutes
{
    private const int Size = 61;

    private readonly double[] _observed = new double[Size], _expected = new double[Size];
    private int _at;

    /// <summary>How many minutes it has.</summary>
    public int Count { get; private set; }

    public void Add(double observed, double expected)
    {
        var next = (_at + 1) % Size;
        (_observed[next], _expected[next]) = (_observed[_at] + observed, _expected[_at] + expected);
        (_at, Count) = (next, Math.Min(Count + 1, Size - 1));
    }

    /// <summary>The sums of the last minutes; there must be so many.</summary>
    public (double Observed, double Expected) Last(int minutes)
    {
        var from = (_at + Size - minutes) % Size;
        return (_observed[_at] - _observed[from], _expected[_at] - _expected[from]);
    }

    /// <summary>Forgets them: what comes is another episode.</summary>
    public void Clear()
    {
        (Count, _at) = (0, 0);
        (_observed[0], _expected[0]) = (0, 0);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(_at);
        foreach (var sum in _observed.Concat(_expected))
            to.Write(sum);
    }

    public void Read(BinaryReader from)
    {
        (Count, _at) = (from.ReadInt32(), from.ReadInt32());
        foreach (var sums in new[] { _observed, _expected })
            for (var i = 0; i < Size; i++)
                sums[i] = from.ReadDouble();
    }
}
