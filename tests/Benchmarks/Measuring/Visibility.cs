namespace Platform.Tests.Benchmarks.Measuring;

/// <summary>A look at a counter.</summary>
/// <param name="At">When the answer was here, milliseconds.</param>
/// <param name="Count">How many events it counted.</param>
internal readonly record struct Sighting(double At, long Count);

/// <summary>
/// How long events take until a counter has them, where the counter tells how many but not which: the n-th event sent is
/// seen when the count reaches n. Exact where events are counted in the order of sending, and in the mean in any order.
/// </summary>
internal static class Visibility
{
    /// <summary>The delay of each event, in order of sending; infinite where the counter never got as far.</summary>
    /// <param name="sent">When each event was sent, milliseconds, ascending.</param>
    /// <param name="sightings">In order of time.</param>
    public static IEnumerable<double> Delays(IReadOnlyList<double> sent, IEnumerable<Sighting> sightings)
    {
        var next = 0;
        foreach (var (at, count) in sightings)
            for (; next < count && next < sent.Count; next++)
                yield return at - sent[next];
        for (; next < sent.Count; next++)
            yield return double.PositiveInfinity;
    }
}
