using Platform.Contracts.Anomalies;

namespace Platform.Ml.Watching;

/// <summary>
/// Watches one series minute by minute, and knows only what was known when the minute closed. What is expected is the usual of the
/// time of the week, times the level of the last hour. Windows from a minute to an hour are compared with it; what lasts becomes a
/// new level; what changes over hours is the business of <see cref="SlowChanges"/>.
/// </summary>
public sealed class SeriesDetector
{
    /// <summary>Deviations from here on are unusual.</summary>
    public const double Threshold = 5;

    // A band is what a person calls usual; alarms begin well beyond.
    private const double Band = 3.5;
    private const double Calm = 3;
    private const double OutageShare = 0.1;
    private const double LeastExpected = 6;
    private const double LeastLacking = 11;
    private const double Unsure = 1.6;
    private const int CalmMinutes = 3;
    private const int LastingMinutes = 40;
    private const int LongestEpisode = 24 * 60;
    private const int RestMinutes = 15;
    private const int FirstHours = 4 * 60;
    private const int FirstDay = 25 * 60;
    private const double MostTolerated = 4;
    private const double LevelMemory = 1 - 1.0 / 60;
    private const double LevelClip = 2;

    private const double Odd = 0.15;

    private static readonly int[] Windows = [1, 3, 10, 30, 60];

    // Longer windows are looked at as often, but say fewer different things.
    private static readonly double[] Thresholds = [5.3, 5.2, 5, 4.5, 4.3];

    private readonly WeekProfile _profile = new();
    private readonly RecentMinutes _recent = new();
    private readonly Spread _spread = new(Windows.Length);
    private readonly SlowChanges _slow = new();
    private double _levelObserved, _levelUsual;
    private double _slotSum, _slotUsual, _slotRaw;
    private int _slotCount, _slotSeen, _age, _rest, _calm;
    private Episode? _episode;
    private double _tolerated = 1;

    /// <summary>What is usual where so much is expected.</summary>
    public (double Lower, double Upper) Usual(double expected) => (_spread.At(expected, -Band), _spread.At(expected, Band));

    /// <summary>Whether something is going on.</summary>
    public bool IsOpen => _episode is not null;

    /// <summary>Takes a closed minute in.</summary>
    /// <param name="minute">Minutes since the Unix epoch; each is later than the one before.</param>
    /// <param name="value">What was known of it when it closed; not a number where nothing is known.</param>
    public Verdict Step(long minute, double value)
    {
        var usual = _profile.Usual(minute) ?? (_age == 0 ? value : _levelObserved / Math.Max(1e-9, _levelUsual));
        if (!double.IsFinite(value))
            return Missed(minute, double.IsFinite(usual) ? usual : 0);
        // Before a day is known, the last hour is all there is to go by.
        var known = _profile.Learnt > 0;
        var expected = Math.Max(0, known ? Level * usual : usual);
        var verdict = new Verdict(expected, _spread.At(expected, -Band), _spread.At(expected, Band), Judge(minute, value, expected));
        Learn(value, known ? usual : 1, expected);
        if (verdict.Change is null && (minute + 1) % WeekProfile.SlotMinutes == 0)
            verdict = verdict with { Change = EndSlot(minute) };
        else if ((minute + 1) % WeekProfile.SlotMinutes == 0)
            EndSlot(minute);
        return verdict;
    }

    /// <summary>What a person said of an anomaly: that much is not unusual of this series.</summary>
    /// <param name="score">How far it was apart.</param>
    public void Tolerate(double score) => _tolerated = Math.Max(_tolerated, Math.Min(1.15 * Math.Abs(score) / Threshold, MostTolerated));

    private double Level => Math.Clamp((_levelObserved + 2) / (_levelUsual + 2), 0.001, 10_000);

    private Change? Judge(long minute, double value, double expected)
    {
        _recent.Add(value, expected);
        _age++;
        if (_rest > 0)
            _rest--;
        return _episode is { } episode ? Follow(episode, minute) : Begin(minute);
    }

    private Change? Begin(long minute)
    {
        for (var window = 0; window < Windows.Length; window++)
        {
            var minutes = Windows[window];
            if (_recent.Count < minutes)
                return null;
            var (observed, expected) = _recent.Last(minutes);
            var raw = _spread.Raw(observed, expected);
            var score = _spread.Of(window, raw);
            var threshold = Thresholds[window] * _tolerated * (_age < FirstDay || _slow.Relearning ? Unsure : 1);
            // Of a few expected ones, none may come by chance.
            if (Math.Abs(score) >= threshold && _age > FirstHours && _rest == 0 && (score > 0 ? observed >= LeastExpected : _spread.Counts(expected) >= LeastLacking))
                return Open(minute, minutes, observed, expected, score);
            _spread.LearnScale(window, raw);
        }
        return null;
    }

    private Change Open(long minute, int minutes, double observed, double expected, double score)
    {
        var kind = score < 0
            ? observed <= OutageShare * expected ? AnomalyKind.Outage : minutes >= 30 ? AnomalyKind.LevelShift : AnomalyKind.Drop
            : minutes >= 30 ? AnomalyKind.LevelShift : AnomalyKind.Spike;
        _episode = new Episode(kind, minute - minutes + 1, minute, Math.Sign(score));
        _calm = 0;
        if (kind == AnomalyKind.LevelShift)
            Settle(observed / Math.Max(1e-9, expected));
        return new Change(ChangeState.Begins, kind, minute, minute - minutes + 1, minutes, observed, expected, score);
    }

    private Change? Follow(Episode episode, long minute)
    {
        var lasted = (int)(minute - episode.Since + 1);
        var (observed, expected) = _recent.Last(Math.Min(CalmMinutes, _recent.Count));
        var calm = Math.Abs(_spread.Of(1, _spread.Raw(observed, expected))) < Calm;
        _calm = calm ? _calm + 1 : 0;
        if (_calm >= CalmMinutes)
            return End(episode, minute, observed, expected);
        if (episode.Kind is AnomalyKind.Spike or AnomalyKind.Drop && lasted >= LastingMinutes && _recent.Count >= 30 || lasted >= LongestEpisode)
            return Become(episode, minute);
        return null;
    }

    // What has lasted is no episode any more: it is how much there is now.
    private Change Become(Episode episode, long minute)
    {
        var minutes = Math.Min(30, _recent.Count);
        var (observed, expected) = _recent.Last(minutes);
        Settle(Math.Max(0.02, observed / Math.Max(1e-9, expected)));
        _episode = episode with { Kind = AnomalyKind.LevelShift };
        _calm = 0;
        return new Change(ChangeState.Becomes, AnomalyKind.LevelShift, episode.Found, episode.Since, minutes, observed, expected, _spread.Raw(observed, expected));
    }

    private Change End(Episode episode, long minute, double observed, double expected)
    {
        _episode = null;
        _rest = RestMinutes;
        _recent.Clear();
        return new Change(ChangeState.Ends, episode.Kind, episode.Found, episode.Since, (int)(minute - episode.Since + 1), observed, expected, 0);
    }

    private void Settle(double factor)
    {
        _levelObserved *= factor;
        (_slotSum, _slotUsual, _slotCount) = (0, 0, 0);
        _recent.Clear();
        _slow.Clear(Math.Log(Level));
    }

    private void Learn(double value, double usual, double expected)
    {
        (_slotRaw, _slotSeen) = (_slotRaw + value, _slotSeen + 1);
        if (_episode is { Kind: not AnomalyKind.LevelShift })
            return;
        if (_rest == 0)
            _spread.LearnDispersion(value, expected);
        // One wild minute must not become the level of the next ones.
        var (least, most) = (_spread.At(expected, -LevelClip), Math.Max(_spread.At(expected, LevelClip), 1));
        var tamed = _age < 60 ? value : Math.Clamp(value, least, most);
        _levelObserved = LevelMemory * _levelObserved + tamed;
        _levelUsual = LevelMemory * _levelUsual + usual;
        (_slotSum, _slotUsual, _slotCount) = (_slotSum + tamed, _slotUsual + usual, _slotCount + 1);
    }

    private Change? EndSlot(long minute)
    {
        var (sum, usual, count, raw, seen) = (_slotSum, _slotUsual, _slotCount, _slotRaw, _slotSeen);
        (_slotSum, _slotUsual, _slotCount, _slotRaw, _slotSeen) = (0, 0, 0, 0, 0);
        if (seen < WeekProfile.SlotMinutes * 2 / 3)
            return null;
        var slot = minute / WeekProfile.SlotMinutes;
        var first = _profile.Learnt == 0;
        var odd = !first && !_slow.Astray && _profile.KnowsDay(slot) && (count < seen * 2 / 3 || _profile.KnowsWeek(slot) && Math.Abs(Math.Log((raw + 5) / (sum + 5))) > Odd);
        if (odd)
            _profile.LearnOdd(slot, raw / seen);
        else
            // At another level than the usual one, the shape of the day is learnt as if the level were the usual one.
            _profile.Learn(slot, raw / seen / (_slow.Astray && _profile.KnowsWeek(slot) ? _slow.Level : 1), _slow.Relearning);
        if (count < WeekProfile.SlotMinutes * 2 / 3)
            return null;
        var change = first || _episode is not null ? null : _slow.Step(minute, sum, usual, _profile.Learnt, _tolerated);
        if (change?.Kind == AnomalyKind.SeasonalityChange)
            _profile.ForgetWeek();
        if (_slow.TakeSettled() is { } factor)
        {
            _profile.Scale(factor);
            _levelUsual *= factor;
        }
        if (first)
            _levelUsual *= sum / count;
        return change;
    }

    private Verdict Missed(long minute, double usual)
    {
        _recent.Clear();
        _calm = 0;
        if ((minute + 1) % WeekProfile.SlotMinutes == 0)
            EndSlot(minute);
        var expected = _profile.Learnt > 0 ? Level * usual : usual;
        return new Verdict(expected, _spread.At(expected, -Band), _spread.At(expected, Band), null);
    }

    /// <summary>Keeps everything it knows.</summary>
    public void Write(BinaryWriter to)
    {
        _profile.Write(to);
        _recent.Write(to);
        _spread.Write(to);
        _slow.Write(to);
        foreach (var number in new[] { _levelObserved, _levelUsual, _slotSum, _slotUsual, _slotRaw, _tolerated })
            to.Write(number);
        foreach (var number in new[] { _slotCount, _slotSeen, _age, _rest, _calm })
            to.Write(number);
        to.Write(_episode is not null);
        if (_episode is { } episode)
        {
            to.Write((int)episode.Kind);
            to.Write(episode.Since);
            to.Write(episode.Found);
            to.Write(episode.Direction);
        }
    }

    /// <summary>Knows again what was kept.</summary>
    public static SeriesDetector Read(BinaryReader from)
    {
        var detector = new SeriesDetector();
        detector._profile.Read(from);
        detector._recent.Read(from);
        detector._spread.Read(from);
        detector._slow.Read(from);
        (detector._levelObserved, detector._levelUsual, detector._slotSum, detector._slotUsual, detector._slotRaw, detector._tolerated) =
            (from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble());
        (detector._slotCount, detector._slotSeen, detector._age, detector._rest, detector._calm) = (from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
        if (from.ReadBoolean())
            detector._episode = new Episode((AnomalyKind)from.ReadInt32(), from.ReadInt64(), from.ReadInt64(), from.ReadInt32());
        return detector;
    }

    private sealed record Episode(AnomalyKind Kind, long Since, long Found, int Direction);
}
