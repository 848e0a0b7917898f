using System.Numerics;
using Platform.Projections.Questions;

namespace Platform.Projections.Funnels;

/// <summary>How far the units got.</summary>
public sealed class FunnelAnswer
{
    private readonly FunnelOutcomes _outcomes;

    internal FunnelAnswer(FunnelInput input, FunnelRules rules, FunnelOutcomes outcomes, IReadOnlyList<string> values, DateTimeOffset asOf)
    {
        (Input, _outcomes, AsOf) = (input, outcomes, asOf);
        All = new FunnelPart(null, input, rules, outcomes, [.. Enumerable.Range(0, outcomes.Units.Count)]);
        Parts = input.Breakdown is null ? [] : Split(input, rules, values);
    }

    /// <summary>What was asked.</summary>
    public FunnelInput Input { get; }

    /// <summary>All of them.</summary>
    public FunnelPart All { get; }

    /// <summary>By value of the breakdown's property, the most common first; "(other)" is last.</summary>
    public IReadOnlyList<FunnelPart> Parts { get; }

    /// <summary>Recorded time up to which events are in it.</summary>
    public DateTimeOffset AsOf { get; }

    private List<FunnelPart> Split(FunnelInput input, FunnelRules rules, IReadOnlyList<string> values)
    {
        var byValue = Enumerable.Range(0, _outcomes.Units.Count).GroupBy(attempt => _outcomes.Values[attempt])
            .Select(group => (Value: group.Key < 0 ? Breakdown.Missing : values[group.Key], Attempts: group.ToList()))
            .OrderByDescending(part => part.Attempts.Count).ThenBy(part => part.Value, StringComparer.Ordinal).ToList();
        var parts = byValue.Take(input.TopK).Select(part => new FunnelPart(part.Value, input, rules, _outcomes, part.Attempts)).ToList();
        var rest = byValue.Skip(input.TopK).SelectMany(part => part.Attempts).ToList();
        if (rest.Count > 0)
            parts.Add(new FunnelPart(Breakdown.Other, input, rules, _outcomes, rest));
        return parts;
    }
}

/// <summary>The units of one value, or all.</summary>
public sealed class FunnelPart
{
    private readonly FunnelRules _rules;
    private readonly FunnelOutcomes _outcomes;
    private readonly IReadOnlyList<int> _attempts;

    internal FunnelPart(string? value, FunnelInput input, FunnelRules rules, FunnelOutcomes outcomes, IReadOnlyList<int> attempts)
    {
        (Value, _rules, _outcomes, _attempts) = (value, rules, outcomes, attempts);
        var counts = new long[rules.Steps];
        foreach (var attempt in attempts)
            for (var bits = outcomes.Reached[attempt]; bits != 0; bits &= bits - 1)
                counts[BitOperations.TrailingZeroCount(bits)]++;
        Steps = [.. counts.Select((count, step) => new FunnelStepCount(this, step, Label(input, step), count, Share(count, counts[0]), Share(count, counts[Before(step)])))];
    }

    /// <summary>The value of the breakdown's property; null for all.</summary>
    public string? Value { get; }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<FunnelStepCount> Steps { get; }

    /// <summary>Share of those that began which have every required step.</summary>
    public double Conversion => Share(Times().Count, Steps[0].Count);

    /// <summary>Time from the first to the last step of those that have every required step, ascending, in microseconds.</summary>
    public IReadOnlyList<long> Times() => [.. _outcomes.Whole(Required, _attempts).Order()];

    /// <summary>Keys of the persons that reached a step; only those that got no further, if <paramref name="dropped"/>.</summary>
    internal List<long> PersonsAt(int step, bool dropped)
    {
        var next = _rules.NextRequired(step);
        var later = next < _rules.Steps ? uint.MaxValue << next : 0;
        return [.. _attempts.Where(attempt => (_outcomes.Reached[attempt] >> step & 1) == 1 && !(dropped && (_outcomes.Reached[attempt] & later) != 0))
            .Select(attempt => _outcomes.Persons[attempt]).Distinct().Order()];
    }

    /// <summary>Keys of the persons with an attempt that has every required step.</summary>
    internal IEnumerable<long> Converted() =>
        _attempts.Where(attempt => (_outcomes.Reached[attempt] & Required) == Required).Select(attempt => _outcomes.Persons[attempt]).Distinct();

    internal TimeSpan? Quantile(int step, double share) =>
        Quantiles.Of([.. _outcomes.GapsOf(step, _attempts).Order()], share) is { } micros ? TimeSpan.FromMicroseconds(Math.Round(micros)) : null;

    private uint Required => (_rules.Steps == 32 ? uint.MaxValue : (1u << _rules.Steps) - 1) & ~_rules.Optional;

    private int Before(int step)
    {
        do
            step--;
        while (step > 0 && (_rules.Optional >> step & 1) == 1);
        return Math.Max(0, step);
    }

    private static string Label(FunnelInput input, int step) => input.Order == FunnelOrder.Unordered
        ? $"{step + 1} of {input.Steps.Count}"
        : input.Steps[step].Match.Label ?? input.Steps[step].Match.Name;

    private static double Share(long count, long of) => of == 0 ? 0 : (double)count / of;
}

/// <summary>A step of the answer.</summary>
/// <param name="Index">From 0.</param>
/// <param name="ConversionFromStart">Share of step 1.</param>
/// <param name="ConversionFromPrevious">Share of the required step before.</param>
public sealed record FunnelStepCount(FunnelPart Part, int Index, string Label, long Count, double ConversionFromStart, double ConversionFromPrevious)
{
    /// <summary>Half of those that took this step did so within this time of their step before.</summary>
    public TimeSpan? MedianTimeFromPrevious => Part.Quantile(Index, 0.5);

    /// <summary>Nine in ten did.</summary>
    public TimeSpan? P90TimeFromPrevious => Part.Quantile(Index, 0.9);

    /// <summary>Keys, ascending, of the persons that reached it; only those that got no further, if <paramref name="dropped"/>.</summary>
    public IReadOnlyList<long> Persons(bool dropped) => Part.PersonsAt(Index, dropped);
}
