namespace Platform.Projections.Questions;

/// <summary>What stands for values that have none of their own in an answer.</summary>
public static class Breakdown
{
    /// <summary>The property is missing.</summary>
    public const string Missing = "(none)";

    /// <summary>All values beyond the top ones.</summary>
    public const string Other = "(other)";
}

/// <summary>Quantiles as the exploration store computes them: linear between the two nearest values.</summary>
public static class Quantiles
{
    /// <summary>The quantile of ascending values; null when there are none.</summary>
    public static double? Of(IReadOnlyList<long> ascending, double share)
    {
        if (ascending.Count == 0)
            return null;
        var place = share * (ascending.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ascending.Count - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }
}
