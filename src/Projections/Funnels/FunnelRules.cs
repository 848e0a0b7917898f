using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels;

/// <summary>A checked funnel in the form that attempts are judged by: times in microseconds since 1970, steps from 0.</summary>
public sealed class FunnelRules
{
    /// <summary>Most steps, and most exclusions.</summary>
    public const int Most = 32;

    private FunnelRules(FunnelInput input)
    {
        Steps = input.Steps.Count;
        Order = input.Order;
        Counting = input.Counting;
        (From, To, Window) = (Micros.Of(input.Range.From), Micros.Of(input.Range.To), Micros.Of(input.Window));
        for (var step = 0; step < Steps; step++)
            Optional |= input.Steps[step].Optional ? 1u << step : 0;
        Exclusions = [.. input.Exclusions.Select(exclusion => (exclusion.AfterStep - 1, exclusion.BeforeStep - 1))];
    }

    /// <summary>Checks a funnel.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public static FunnelRules Of(FunnelInput input)
    {
        if (input.Steps.Count is 0 or > Most)
            throw new InvalidQuestionException($"A funnel needs between 1 and {Most} steps.");
        if (input.Window <= TimeSpan.Zero || input.Window > TimeSpan.FromDays(3_660))
            throw new InvalidQuestionException("'window' must be longer than nothing and at most ten years.");
        if (input.Steps[0].Optional)
            throw new InvalidQuestionException("The first step cannot be optional: an attempt starts with it.");
        if (input.Order == FunnelOrder.Unordered && input.Steps.Any(step => step.Optional))
            throw new InvalidQuestionException("Steps in any order cannot be optional.");
        if (input.Exclusions.Count > Most)
            throw new InvalidQuestionException($"A funnel can have at most {Most} exclusions.");
        if (input.Exclusions.Any(exclusion => exclusion.AfterStep < 1 || exclusion.BeforeStep <= exclusion.AfterStep || exclusion.BeforeStep > input.Steps.Count))
            throw new InvalidQuestionException($"An exclusion lies between two steps: 'afterStep' from 1, 'beforeStep' after it, at most {input.Steps.Count}.");
        if (input.Attribution == Attribution.Step && (input.AttributionStep is not { } step || step < 1 || step > input.Steps.Count))
            throw new InvalidQuestionException($"'attributionStep' must name a step, 1 to {input.Steps.Count}.");
        if (input.TopK is < 1 or > 100)
            throw new InvalidQuestionException("'topK' must be between 1 and 100.");
        return new FunnelRules(input);
    }

    /// <summary>How many steps.</summary>
    public int Steps { get; }

    /// <summary>In which order.</summary>
    public FunnelOrder Order { get; }

    /// <summary>What counts of several attempts.</summary>
    public FunnelCounting Counting { get; }

    /// <summary>The first moment an attempt may start at.</summary>
    public long From { get; }

    /// <summary>The first moment an attempt may no longer start at.</summary>
    public long To { get; }

    /// <summary>Longest time from the start to any step.</summary>
    public long Window { get; }

    /// <summary>A bit for each step that may be left out.</summary>
    public uint Optional { get; }

    /// <summary>The steps that each excluded event must not fall between.</summary>
    public IReadOnlyList<(int After, int Before)> Exclusions { get; }

    /// <summary>The next step that may not be left out; the number of steps when there is none.</summary>
    public int NextRequired(int step)
    {
        do
            step++;
        while (step < Steps && (Optional >> step & 1) == 1);
        return step;
    }
}

/// <summary>An event as a funnel sees it.</summary>
/// <param name="At">When it happened, microseconds since 1970.</param>
/// <param name="Sequence">Its place in the store, which orders events of the same moment.</param>
/// <param name="Steps">A bit for each step that it matches.</param>
/// <param name="Exclusions">A bit for each exclusion that it matches.</param>
/// <param name="Value">Number of its value of the breakdown's property; -1 when it has none.</param>
/// <param name="Person">Number of its person.</param>
public readonly record struct FunnelEvent(long At, long Sequence, uint Steps, uint Exclusions, int Value, int Person) : IComparable<FunnelEvent>
{
    /// <summary>By time, then by sequence.</summary>
    public int CompareTo(FunnelEvent other) => At != other.At ? At.CompareTo(other.At) : Sequence.CompareTo(other.Sequence);

    /// <summary>Earlier.</summary>
    public static bool operator <(FunnelEvent left, FunnelEvent right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(FunnelEvent left, FunnelEvent right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(FunnelEvent left, FunnelEvent right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(FunnelEvent left, FunnelEvent right) => left.CompareTo(right) >= 0;
}
