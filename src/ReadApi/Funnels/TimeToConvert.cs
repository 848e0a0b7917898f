using GraphQL;
using Platform.Projections.Funnels;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Funnels;

/// <summary>How long those took that have every required step, from the first step to the last.</summary>
public sealed class TimeToConvert
{
    private readonly Lazy<IReadOnlyList<long>> _times;

    internal TimeToConvert(FunnelPart part) => _times = new(part.Times);

    /// <summary>How many.</summary>
    public long Count => _times.Value.Count;

    /// <summary>Half took at most this long.</summary>
    public TimeSpan? Median => At(0.5);

    /// <summary>Nine in ten took at most this long.</summary>
    public TimeSpan? P90 => At(0.9);

    /// <summary>How many took how long, in bins of equal width from nothing to the longest.</summary>
    public IReadOnlyList<TimeBin> Histogram(int? bins = 20)
    {
        if (bins is not { } count || count is < 1 or > 200)
            throw new InvalidQuestionException("'bins' must be between 1 and 200.");
        var times = _times.Value;
        if (times.Count == 0)
            return [];
        var width = times[^1] / count + 1;
        var counts = new long[count];
        foreach (var time in times)
            counts[time / width]++;
        return [.. counts.Select((units, bin) => new TimeBin(TimeSpan.FromMicroseconds(bin * width), TimeSpan.FromMicroseconds((bin + 1) * width), units))];
    }

    private TimeSpan? At(double share) => Quantiles.Of(_times.Value, share) is { } micros ? TimeSpan.FromMicroseconds(Math.Round(micros)) : null;
}

/// <summary>How many took so long.</summary>
/// <param name="From">At least this.</param>
/// <param name="To">Less than this.</param>
/// <param name="Count">How many.</param>
public sealed record TimeBin(TimeSpan From, TimeSpan To, long Count);
