namespace Platform.Ml.Watching;

/// <summary>What is usual at a time of the week, in half hours: of the week where it is known, else of the day, else on the whole.</summary>
internal sealed class WeekProfile
{
    public const int SlotMinutes = 30;
    private const int Day = 48;
    private const int Week = 7 * Day;
    private const float Unknown = -1;

    private const double Step = 0.15;
    private const double Sharp = 2.5;
    private const double Alike = 0.3;

    private readonly float[] _week = Filled(Week), _day = Filled(Day), _odd = Filled(Week);
    private float _whole = Unknown;

    /// <summary>How many half hours it has learnt.</summary>
    public int Learnt { get; private set; }

    /// <summary>The usual rate in a minute, drawn between the middles of half hours; null before anything is known.</summary>
    public double? Usual(long minute)
    {
        if (Learnt == 0)
            return null;
        var place = (minute + 0.5 - SlotMinutes / 2.0) / SlotMinutes;
        var before = (long)Math.Floor(place);
        var share = place - before;
        var (left, right) = (At(before), At(before + 1));
        // Between a working day and a weekend lies a step, not a slope.
        if (Math.Abs(Ratio(left, right)) is var step && step > Step && step > Sharp * Math.Max(Math.Abs(Ratio(At(before - 1), left)), Math.Abs(Ratio(right, At(before + 2)))))
            return share < 0.5 ? left : right;
        return (1 - share) * left + share * right;
    }

    /// <summary>Whether the half hour of the day was seen before.</summary>
    public bool KnowsDay(long slot) => _day[slot % Day] != Unknown;

    /// <summary>Whether the half hour of the week was seen before.</summary>
    public bool KnowsWeek(long slot) => _week[slot % Week] != Unknown;

    /// <summary>A half hour that was not as usual teaches nothing, unless the same one was alike a week ago: then that is usual.</summary>
    public void LearnOdd(long slot, double mean)
    {
        ref var before = ref _odd[slot % Week];
        if (before != Unknown && Math.Abs(Ratio(before, mean)) < Alike)
            (_week[slot % Week], before) = ((float)((before + mean) / 2), Unknown);
        else
            before = (float)mean;
    }

    /// <summary>Forgets what the week is like; the days have to teach it anew.</summary>
    public void ForgetWeek()
    {
        Array.Fill(_week, Unknown);
        Array.Fill(_odd, Unknown);
    }

    /// <summary>Learns the mean of a half hour.</summary>
    /// <param name="quickly">Whether what was learnt before has become worthless.</param>
    public void Learn(long slot, double mean, bool quickly)
    {
        Learnt++;
        _whole = Mixed(_whole, mean, quickly ? 0.1 : 0.02);
        _day[slot % Day] = Mixed(_day[slot % Day], mean, quickly ? 0.7 : 0.3);
        // A week that is seen for the first time starts from what the days have taught.
        ref var week = ref _week[slot % Week];
        week = week == Unknown ? (float)mean : Mixed(week, mean, quickly ? 0.7 : 0.35);
    }

    /// <summary>Everything is so many times as much from now on.</summary>
    public void Scale(double factor)
    {
        Scale(_week, factor);
        Scale(_day, factor);
        Scale(_odd, factor);
        _whole *= (float)factor;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Learnt);
        to.Write(_whole);
        foreach (var value in _day.Concat(_week).Concat(_odd))
            to.Write(value);
    }

    public void Read(BinaryReader from)
    {
        (Learnt, _whole) = (from.ReadInt32(), from.ReadSingle());
        for (var i = 0; i < Day; i++)
            _day[i] = from.ReadSingle();
        for (var i = 0; i < Week; i++)
            _week[i] = from.ReadSingle();
        for (var i = 0; i < Week; i++)
            _odd[i] = from.ReadSingle();
    }

    private double At(long slot) =>
        _week[slot % Week] is var week && week != Unknown ? week : _day[slot % Day] is var day && day != Unknown ? day : _whole;

    private static double Ratio(double one, double other) => Math.Log((other + 0.1) / (one + 0.1));

    private static float Mixed(float before, double value, double share) => before == Unknown ? (float)value : (float)(before + share * (value - before));

    private static void Scale(float[] values, double factor)
    {
        for (var i = 0; i < values.Length; i++)
            if (values[i] != Unknown)
                values[i] *= (float)factor;
    }

    private static float[] Filled(int length)
    {
        var values = new float[length];
        Array.Fill(values, Unknown);
        return values;
    }
}
