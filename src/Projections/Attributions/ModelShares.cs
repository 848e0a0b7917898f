using Platform.Projections.Exploration;

namespace Platform.Projections.Attributions;

/// <summary>How a model divides one conversion among the sessions before it.</summary>
internal static class ModelShares
{
    private static readonly double HalfLife = Micros.Of(TimeSpan.FromDays(7));

    /// <summary>Writes each session's share; they add up to one.</summary>
    /// <param name="before">The sessions before the conversion, at least one, in order.</param>
    public static void Write(AttributionModel model, ReadOnlySpan<Touch> before, Span<double> shares)
    {
        shares.Clear();
        switch (model)
        {
            case AttributionModel.FirstTouch:
                shares[0] = 1;
                break;
            case AttributionModel.LastTouch:
                shares[^1] = 1;
                break;
            case AttributionModel.LastNonDirect:
                shares[LastReferred(before)] = 1;
                break;
            case AttributionModel.PositionBased when before.Length > 2:
                shares.Fill(0.2 / (before.Length - 2));
                shares[0] = shares[^1] = 0.4;
                break;
            case AttributionModel.TimeDecay:
                Decay(before, shares);
                break;
            default:
                shares.Fill(1d / before.Length);
                break;
        }
    }

    private static int LastReferred(ReadOnlySpan<Touch> before)
    {
        for (var place = before.Length - 1; place >= 0; place--)
            if (!before[place].IsDirect)
                return place;
        return before.Length - 1;
    }

    private static void Decay(ReadOnlySpan<Touch> before, Span<double> shares)
    {
        // Counted from the last session: a conversion long after all of them would leave nothing to divide by.
        var (sum, last) = (0d, before[^1].At);
        for (var place = 0; place < before.Length; place++)
            sum += shares[place] = Math.Pow(2, (before[place].At - last) / HalfLife);
        for (var place = 0; place < before.Length; place++)
            shares[place] /= sum;
    }
}
