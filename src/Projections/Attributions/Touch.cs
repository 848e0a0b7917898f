namespace Platform.Projections.Attributions;

/// <summary>A session's beginning, or a conversion.</summary>
internal readonly record struct Touch(long At, long Sequence, bool IsConversion, bool IsDirect, double Amount, int Value) : IComparable<Touch>
{
    // The session that a conversion begins counts as before it.
    public int CompareTo(Touch other) => At != other.At ? At.CompareTo(other.At)
        : IsConversion != other.IsConversion ? IsConversion.CompareTo(other.IsConversion) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(Touch left, Touch right) => left.CompareTo(right) < 0;

    public static bool operator >(Touch left, Touch right) => left.CompareTo(right) > 0;

    public static bool operator <=(Touch left, Touch right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Touch left, Touch right) => left.CompareTo(right) >= 0;
}
