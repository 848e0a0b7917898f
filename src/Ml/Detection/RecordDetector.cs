namespace Platform.Ml.Detection;

/// <summary>
/// Scores each value of one series by what came before it, and nothing else. Six views of the series (its logarithm, its
/// residuals against medians of the last 12, 60 and 288 values, against the time of day, and a moving mean against the long
/// median) each say by how much the value breaks their own record; the sum is the score. After an alarm it rests, since
/// what follows tells of the same thing.
/// </summary>
public sealed class RecordDetector
{
    /// <summary>A score from here on is an anomaly.</summary>
    public const double Threshold = 0.5;

    // Exceedance, in spans of a view, at which a score is just an anomaly.
    private const double Notable = 0.015;
    private const int Rest = 100;
    private const int Moving = 12;

    private readonly ExtremeRecord[] _records = [.. Enumerable.Range(0, 6).Select(_ => new ExtremeRecord())];
    private readonly RunningMedian _short = new(12), _middle = new(60), _long = new(288);
    private readonly DayProfile _profile = new();
    private readonly Queue<double> _last = new(Moving + 1);
    private int _resting;

    /// <summary>Scores a value, then learns it.</summary>
    /// <param name="at">When it was measured; only the time of day matters.</param>
    /// <param name="value">The value; one that is not a number is missing, scores 0 and teaches nothing.</param>
    /// <returns>0 to 1.</returns>
    public double Score(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value))
            return 0;
        var exceeded = Exceeded(at, value);
        Learn(at, value);
        if (_resting > 0)
        {
            _resting--;
            return 0;
        }
        if (exceeded >= Notable)
            _resting = Rest;
        return exceeded / (exceeded + Notable);
    }

    private double Exceeded(DateTimeOffset at, double value)
    {
        _last.Enqueue(value);
        if (_last.Count > Moving)
            _last.Dequeue();
        var sum = _records[0].Exceed(Math.Sign(value) * Math.Log(1 + Math.Abs(value)))
            + _records[1].Exceed(value - (_short.Value ?? value))
            + _records[2].Exceed(value - (_middle.Value ?? value))
            + _records[3].Exceed(value - (_long.Value ?? value))
            + _records[4].Exceed(value - (_profile.Usual(at) ?? value));
        return _last.Count < Moving ? sum : sum + _records[5].Exceed(_last.Average() - (_long.Value ?? value));
    }

    private void Learn(DateTimeOffset at, double value)
    {
        _short.Add(value);
        _middle.Add(value);
        _long.Add(value);
        _profile.Add(at, value);
    }
}
