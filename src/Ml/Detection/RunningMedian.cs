namespace Platform.Ml.Detection;

/// <summary>The median of the last values, kept sorted: a step costs a search and a move within the window.</summary>
/// <param name="window">How many values it remembers.</param>
public sealed class RunningMedian(int window)
{
    private readonly Queue<double> _arrival = new(window + 1);
    private readonly List<double> _sorted = new(window + 1);

    /// <summary>The median, the mean of the middle two for an even number; null before the first value.</summary>
    public double? Value => _sorted.Count switch
    {
        0 => null,
        var count when count % 2 == 1 => _sorted[count / 2],
        var count => (_sorted[count / 2 - 1] + _sorted[count / 2]) / 2,
    };

    /// <summary>Takes a value in, and the oldest one out when the window is full.</summary>
    public void Add(double value)
    {
        _arrival.Enqueue(value);
        var place = _sorted.BinarySearch(value);
        _sorted.Insert(place < 0 ? ~place : place, value);
        if (_arrival.Count > window)
            _sorted.RemoveAt(_sorted.BinarySearch(_arrival.Dequeue()));
    }
}
