namespace Platform.Projections.WhatIfs;

/// <summary>What a trial needs of an event; millions of them are in memory at once.</summary>
/// <param name="Client">Number of the client's own session id; negative where there is none.</param>
/// <param name="Channel">Number of the channel; negative where there is none.</param>
internal readonly record struct TrialEvent(long At, long Sequence, int Client, int Channel, TrialSigns Signs) : IComparable<TrialEvent>
{
    public bool Is(TrialSigns sign) => (Signs & sign) != 0;

    public int CompareTo(TrialEvent other) => At != other.At ? At.CompareTo(other.At) : Sequence.CompareTo(other.Sequence);

    public static bool operator <(TrialEvent left, TrialEvent right) => left.CompareTo(right) < 0;

    public static bool operator >(TrialEvent left, TrialEvent right) => left.CompareTo(right) > 0;

    public static bool operator <=(TrialEvent left, TrialEvent right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TrialEvent left, TrialEvent right) => left.CompareTo(right) >= 0;
}

/// <summary>What an event is to a trial.</summary>
[Flags]
internal enum TrialSigns
{
    None = 0,
    View = 1,
    Action = 2,
    Conversion = 4,
    Direct = 8,
    LeftOut = 16,
}
