namespace Platform.Projections.Funnels;

/// <summary>What became of each counted attempt, a column for each thing known of it.</summary>
internal sealed class FunnelOutcomes(int steps)
{
    /// <summary>Whose attempt it is.</summary>
    public List<long> Units { get; } = [];

    /// <summary>The person of its furthest step.</summary>
    public List<long> Persons { get; } = [];

    /// <summary>A bit for each step that it has.</summary>
    public List<uint> Reached { get; } = [];

    /// <summary>Number of the value that it is broken down by; -1 for none.</summary>
    public List<int> Values { get; } = [];

    /// <summary>For each step, microseconds from the step before that it has; -1 where there is none.</summary>
    public List<long> Gaps { get; } = [];

    public void Add(long unit, long person, uint reached, int value)
    {
        Units.Add(unit);
        Persons.Add(person);
        Reached.Add(reached);
        Values.Add(value);
    }

    /// <summary>Time from a step's predecessor, for some of the attempts.</summary>
    public List<long> GapsOf(int step, IReadOnlyList<int> attempts)
    {
        var gaps = new List<long>();
        foreach (var attempt in attempts)
            if (Gaps[attempt * steps + step] is >= 0 and var gap)
                gaps.Add(gap);
        return gaps;
    }

    /// <summary>Time from the first to the last step, for those of the attempts that have all required steps.</summary>
    public List<long> Whole(uint required, IReadOnlyList<int> attempts)
    {
        var times = new List<long>();
        foreach (var attempt in attempts)
        {
            if ((Reached[attempt] & required) != required)
                continue;
            var sum = 0L;
            for (var step = 1; step < steps; step++)
                sum += Math.Max(0, Gaps[attempt * steps + step]);
            times.Add(sum);
        }
        return times;
    }
}
