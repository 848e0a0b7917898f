using System.Numerics;

namespace Platform.Projections.Funnels;

/// <summary>
/// Attempts whose steps happen in any order. An event fills one step only, so where events match several the number of
/// different steps is a matching of events to steps, grown event by event: what cannot be placed now can never be.
/// </summary>
internal sealed class UnorderedAttempts(FunnelRules rules) : Attempts
{
    private readonly Dictionary<uint, Places> _byMask = [];
    private readonly List<int> _candidates = [];
    private readonly uint[] _owner = new uint[rules.Steps];

    public override void Begin(ReadOnlySpan<FunnelEvent> events)
    {
        _byMask.Clear();
        for (var place = 0; place < events.Length; place++)
            if (events[place].Steps is not 0 and var mask)
            {
                if (!_byMask.TryGetValue(mask, out var places))
                    _byMask[mask] = places = new Places();
                places.All.Add(place);
            }
    }

    public override bool StartsWith(in FunnelEvent first) => first.Steps != 0;

    public override void From(ReadOnlySpan<FunnelEvent> events, int start, int[] filled)
    {
        Array.Fill(filled, -1);
        Array.Clear(_owner);
        Collect(events, start, events[start].At + rules.Window);
        var reached = 0;
        foreach (var place in _candidates)
            if (Place(events[place].Steps, 0, out _))
                filled[reached++] = place;
    }

    // Of events that match the same steps, no more can be placed than there are steps.
    private void Collect(ReadOnlySpan<FunnelEvent> events, int start, long end)
    {
        _candidates.Clear();
        foreach (var (mask, places) in _byMask)
        {
            while (places.Next < places.All.Count && places.All[places.Next] < start)
                places.Next++;
            var most = Math.Min(places.All.Count, places.Next + BitOperations.PopCount(mask));
            for (var next = places.Next; next < most && events[places.All[next]].At <= end; next++)
                _candidates.Add(places.All[next]);
        }
        _candidates.Sort();
    }

    // An augmenting path: take a free step, or one whose event can move to another.
    private bool Place(uint steps, uint tried, out uint seen)
    {
        seen = tried;
        for (uint open; (open = steps & ~seen) != 0;)
        {
            var step = BitOperations.TrailingZeroCount(open);
            seen |= 1u << step;
            if (_owner[step] != 0 && !Place(_owner[step], seen, out seen))
                continue;
            _owner[step] = steps;
            return true;
        }
        return false;
    }

    private sealed class Places
    {
        public List<int> All { get; } = [];
        public int Next { get; set; }
    }
}

/// <summary>Which attempts an excluded event discards.</summary>
internal sealed class Exclusions(FunnelRules rules)
{
    private readonly int[][] _next = new int[rules.Exclusions.Count][];

    /// <summary>Another unit's events: finds, for each place, the next excluded event from there.</summary>
    public void Begin(ReadOnlySpan<FunnelEvent> events)
    {
        for (var exclusion = 0; exclusion < _next.Length; exclusion++)
        {
            if (_next[exclusion] is not { } next || next.Length <= events.Length)
                _next[exclusion] = next = new int[events.Length * 2 + 1];
            next[events.Length] = events.Length;
            for (var place = events.Length - 1; place >= 0; place--)
                next[place] = (events[place].Exclusions >> exclusion & 1) == 1 ? place : next[place + 1];
        }
    }

    /// <summary>Whether an excluded event lies between the events of its two steps.</summary>
    public bool Discard(int[] filled)
    {
        for (var exclusion = 0; exclusion < _next.Length; exclusion++)
        {
            var (after, before) = rules.Exclusions[exclusion];
            if (filled[after] >= 0 && filled[before] >= 0 && _next[exclusion][filled[after] + 1] < filled[before])
                return true;
        }
        return false;
    }
}
