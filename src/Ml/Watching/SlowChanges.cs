using Platform.Contracts.Anomalies;

namespace Platform.Ml.Watching;

/// <summary>
/// What no hour shows: over the last hours the half hours leave what is usual of them, steadily (a trend) or this way and that
/// (another shape of the day). How far they usually stray is learnt.
/// </summary>
internal sealed class SlowChanges
{
    // After so many half hours another level is the usual one.
    private const int SettledSlots = 120;

    private const int Kept = 16;
    private const double LeastSettled = 0.18;
    private const int DayOfSlots = 48;
    private const int DaysKnown = 4;
    private const double Memory = 1.0 / 200;
    private const double LeastTrend = 0.2;
    private const double LeastShape = 0.13;
    private const double Unusual = 3.2;

    private readonly double[] _strays = new double[Kept];
    private readonly double[] _noise = new double[Kept];
    private int _count, _rest, _relearning, _astray, _trend, _sinceTrend;
    private double _usual = 0.05 * 0.05;
    private double _base;

    /// <summary>Whether what was usual is not any more.</summary>
    public bool Relearning => _relearning > 0;

    /// <summary>Whether the level is another one than what was learnt.</summary>
    public bool Astray => Math.Abs(_base) > LeastSettled;

    /// <summary>How many times what was learnt the level has been for some time.</summary>
    public double Level => Math.Exp(_base);

    /// <summary>Takes a half hour in.</summary>
    public Change? Step(long minute, double observed, double usual, int learnt, double tolerated)
    {
        if (usual <= 0)
            return null;
        _sinceTrend++;
        (_rest, _relearning) = (Math.Max(0, _rest - 1), Math.Max(0, _relearning - 1));
        var stray = Math.Log((observed + 1) / (usual + 1));
        Push(stray, 2 / (usual + 1));
        var noise = _noise.Average();
        var recent = _strays.AsSpan(Kept - 4);
        var away = (recent[0] + recent[1] + recent[2] + recent[3]) / 4 - _base;
        var (spread, steady) = Shape();
        var real = Math.Max(0, spread - noise);
        var judged = learnt > DaysKnown * DayOfSlots && _rest == 0 && _count >= Kept;
        var limit = Unusual * tolerated;
        Change? change = null;
        if (judged && steady > 0.6 && away * away > Math.Max(LeastTrend * LeastTrend, limit * limit * (_usual + noise)))
            change = Found(minute, Turned(away) ? AnomalyKind.SeasonalityChange : AnomalyKind.TrendChange, observed, usual, away / Math.Sqrt(_usual + noise));
        else if (judged && steady <= 0.6 && real > Math.Max(LeastShape * LeastShape, limit * limit / 4 * (_usual + noise)))
            change = Found(minute, AnomalyKind.SeasonalityChange, observed, usual, Math.Sqrt(spread / (_usual + noise)));
        var most = 4 * (_usual + noise);
        _usual += Memory * (Math.Min(Math.Max(0, (stray - _base) * (stray - _base) - noise), most) - _usual);
        _base += (stray - _base) / 96;
        _astray = Math.Abs(_base) > LeastSettled && Math.Sign(_base) == Math.Sign(stray) ? _astray + 1 : 0;
        return change;
    }

    /// <summary>Begins anew: the level is another one.</summary>
    /// <param name="level">Its logarithm.</param>
    public void Clear(double level) => (_count, _base, _astray) = (0, level, 0);

    /// <summary>A level that has held for days: how many times what is usual, once; null where there is none.</summary>
    public double? TakeSettled()
    {
        if (_astray < SettledSlots)
            return null;
        var factor = Math.Exp(_base);
        for (var i = 0; i < Kept; i++)
            _strays[i] -= _base;
        (_base, _astray) = (0, 0);
        return factor;
    }

    // What rises within a day of having fallen is the day's shape.
    private bool Turned(double away)
    {
        var turned = _sinceTrend < DayOfSlots && Math.Sign(away) == -_trend;
        (_trend, _sinceTrend) = (Math.Sign(away), 0);
        return turned;
    }

    private Change Found(long minute, AnomalyKind kind, double observed, double usual, double score)
    {
        _rest = kind == AnomalyKind.SeasonalityChange ? 2 * DayOfSlots : DayOfSlots / 2;
        _relearning = kind == AnomalyKind.SeasonalityChange ? 2 * DayOfSlots : DayOfSlots / 2;
        var slots = Math.Min(_count, Kept);
        Clear(_strays[^1]);
        return new Change(ChangeState.Begins, kind, minute, minute - slots * WeekProfile.SlotMinutes + 1, WeekProfile.SlotMinutes, observed, usual, score);
    }

    private void Push(double stray, double noise)
    {
        Array.Copy(_strays, 1, _strays, 0, Kept - 1);
        Array.Copy(_noise, 1, _noise, 0, Kept - 1);
        (_strays[^1], _noise[^1]) = (stray, noise);
        _count++;
    }

    /// <returns>How far the half hours stray from their mean (squared), and which share of that a straight line explains.</returns>
    private (double Spread, double Steady) Shape()
    {
        var (mean, centre) = (_strays.Average(), (Kept - 1) / 2.0);
        var (spread, along, times) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Kept; i++)
        {
            var stray = _strays[i] - mean;
            spread += stray * stray;
            along += stray * (i - centre);
            times += (i - centre) * (i - centre);
        }
        return (spread / Kept, spread == 0 ? 0 : along * along / times / spread);
    }

    public void Write(BinaryWriter to)
    {
        foreach (var value in _strays.Concat(_noise).Append(_usual).Append(_base))
            to.Write(value);
        foreach (var value in new[] { _count, _rest, _relearning, _astray, _trend, _sinceTrend })
            to.Write(value);
    }

    public void Read(BinaryReader from)
    {
        for (var i = 0; i < Kept; i++)
            _strays[i] = from.ReadDouble();
        for (var i = 0; i < Kept; i++)
            _noise[i] = from.ReadDouble();
        (_usual, _base) = (from.ReadDouble(), from.ReadDouble());
        (_count, _rest, _relearning, _astray, _trend, _sinceTrend) =
            (from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
    }
}
