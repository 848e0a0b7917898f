using System.Numerics;

namespace Platform.Projections.Funnels;

/// <summary>
/// Judges the attempts of one unit after the other. An attempt starts at an event that may be its first step and takes, for each
/// further step, the first event that fits. Not for use by several threads at a time.
/// </summary>
public sealed class FunnelEvaluator
{
    private readonly FunnelRules _rules;
    private readonly Attempts _attempts;
    private readonly Exclusions _exclusions;
    private readonly int[] _tried;
    private readonly int[] _best;

    /// <summary>For a funnel.</summary>
    public FunnelEvaluator(FunnelRules rules)
    {
        _rules = rules;
        _attempts = rules.Order switch
        {
            FunnelOrder.Ordered => new OrderedAttempts(rules),
            FunnelOrder.Strict => new StrictAttempts(rules),
            _ => new UnorderedAttempts(rules),
        };
        _exclusions = new Exclusions(rules);
        (_tried, _best) = (new int[rules.Steps], new int[rules.Steps]);
    }

    /// <summary>The event of each step of the attempt found last, by its place in the list; -1 for a step that it has not.</summary>
    public ReadOnlySpan<int> Filled => _best;

    /// <summary>A bit for each step that the attempt found last has.</summary>
    public uint Reached => Bits(_best);

    /// <summary>Finds the attempt that got furthest: most required steps, then most steps, then the earliest.</summary>
    /// <param name="events">All events of the unit that matter, in order of time and sequence.</param>
    /// <returns>Whether there is any.</returns>
    public bool Best(ReadOnlySpan<FunnelEvent> events)
    {
        Begin(events);
        var best = 0;
        var whole = (_rules.Steps - BitOperations.PopCount(_rules.Optional), _rules.Steps);
        for (var start = 0; start < events.Length && best < Rank(whole); start++)
        {
            if (!Try(events, start))
                continue;
            var reached = Bits(_tried);
            var rank = Rank((BitOperations.PopCount(reached & ~_rules.Optional), BitOperations.PopCount(reached)));
            if (rank <= best)
                continue;
            best = rank;
            _tried.CopyTo(_best, 0);
        }
        return best > 0;
    }

    /// <summary>Prepares <see cref="Next"/> for the events of a unit.</summary>
    public void Begin(ReadOnlySpan<FunnelEvent> events)
    {
        _attempts.Begin(events);
        _exclusions.Begin(events);
    }

    /// <summary>Finds the first attempt that starts at or after a place.</summary>
    /// <param name="events">The events that were begun with.</param>
    /// <param name="start">Where to look from; afterwards where the next attempt may start. Never less than before.</param>
    public bool Next(ReadOnlySpan<FunnelEvent> events, ref int start)
    {
        for (; start < events.Length; start++)
        {
            if (!Try(events, start))
                continue;
            _tried.CopyTo(_best, 0);
            foreach (var place in _best)
                start = Math.Max(start, place);
            start++;
            return true;
        }
        return false;
    }

    private bool Try(ReadOnlySpan<FunnelEvent> events, int start)
    {
        ref readonly var first = ref events[start];
        if (first.At < _rules.From || first.At >= _rules.To || !_attempts.StartsWith(first))
            return false;
        _attempts.From(events, start, _tried);
        return !_exclusions.Discard(_tried);
    }

    private static int Rank((int Required, int Steps) filled) => filled.Required * (FunnelRules.Most + 1) + filled.Steps;

    private static uint Bits(int[] filled)
    {
        var bits = 0u;
        for (var step = 0; step < filled.Length; step++)
            bits |= filled[step] >= 0 ? 1u << step : 0;
        return bits;
    }
}

/// <summary>Makes the attempts of one unit; asked in order of their starts.</summary>
internal abstract class Attempts
{
    /// <summary>Another unit's events.</summary>
    public virtual void Begin(ReadOnlySpan<FunnelEvent> events) { }

    /// <summary>Whether an attempt may start with the event.</summary>
    public virtual bool StartsWith(in FunnelEvent first) => (first.Steps & 1) == 1;

    /// <summary>The attempt that starts at a place: fills in the place of each step's event.</summary>
    public abstract void From(ReadOnlySpan<FunnelEvent> events, int start, int[] filled);
}
