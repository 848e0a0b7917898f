using Platform.Contracts;

namespace Platform.Projections.Exploration;

/// <summary>What new events change about the sessions of a page of events.</summary>
/// <param name="Removed">Sessions that are no more, as they were.</param>
/// <param name="Added">Sessions that are new or have changed.</param>
/// <param name="Assigned">Session key of each event by its sequence: the new events', and those of earlier events that a cut moved.</param>
/// <param name="Renamed">Sessions that were merged away: old key → new key.</param>
internal sealed record SessionChanges(
    IReadOnlyList<SessionState> Removed, IReadOnlyList<SessionState> Added,
    IReadOnlyDictionary<long, long> Assigned, IReadOnlyDictionary<long, long> Renamed);

/// <summary>
/// Assigns events to sessions so that the result depends on the events alone, not on the order of their arrival: a run of
/// events without a gap is one session; a run longer than the longest session is cut, from its start; a client's own
/// session id wins over both.
/// </summary>
internal sealed class Sessionizer(TimeSpan gap, TimeSpan longest)
{
    /// <summary>Computes the changes of the new events of any number of visitors.</summary>
    /// <param name="existing">Every session of these visitors whose run a new event may touch, whole runs only.</param>
    /// <param name="earlierEvents">Gives the stored events of a visitor between two moments, both included; asked only where a run must be cut.</param>
    public SessionChanges Apply(
        IReadOnlyList<SessionEvent> events, IReadOnlyList<SessionState> existing,
        Func<Guid, DateTime, DateTime, IReadOnlyList<SessionEvent>> earlierEvents)
    {
        var changes = new Changes();
        var known = existing.ToLookup(session => session.Visitor);
        foreach (var visitor in events.GroupBy(e => e.Visitor))
        {
            foreach (var client in visitor.Where(e => e.Client is not null).GroupBy(e => e.Client))
                JoinClient([.. client], known[visitor.Key].FirstOrDefault(session => session.Client == client.Key), changes);
            var runs = known[visitor.Key].Where(session => session.Client is null).ToLookup(session => session.RunStart);
            JoinRuns([.. visitor.Where(e => e.Client is null)], runs, earlierEvents, changes);
        }
        return new SessionChanges(changes.Removed, changes.Added, changes.Assigned, changes.Renamed);
    }

    /// <summary>The id of a session that the client named.</summary>
    public static Guid ClientSession(Guid visitor, string client) => DerivedId.Of("session", visitor.ToString("N"), client);

    private static void JoinClient(List<SessionEvent> events, SessionState? before, Changes changes)
    {
        var id = ClientSession(events[0].Visitor, events[0].Client!);
        var after = events.Select(SessionState.Of).Aggregate((a, b) => a.With(b));
        if (before is not null)
        {
            changes.Removed.Add(before);
            after = before.With(after);
            if (after.Key != before.Key)
                changes.Renamed[before.Key] = after.Key;
        }
        changes.Added.Add(after with { Id = id, RunStart = after.StartedAt });
        foreach (var e in events)
            changes.Assigned[e.Seq] = after.Key;
    }

    private void JoinRuns(
        List<SessionEvent> events, ILookup<DateTime, SessionState> runs,
        Func<Guid, DateTime, DateTime, IReadOnlyList<SessionEvent>> earlierEvents, Changes changes)
    {
        var blocks = events.Select(e => new Block(e.At, e.At, [], [e]))
            .Concat(runs.Select(run => new Block(run.Key, run.Max(piece => piece.EndedAt), [.. run], [])))
            .OrderBy(block => block.Start);
        Block? open = null;
        foreach (var block in blocks)
        {
            if (open is not null && block.Start - open.End <= gap)
            {
                open = new Block(open.Start, open.End > block.End ? open.End : block.End,
                    [.. open.Pieces, .. block.Pieces], [.. open.Events, .. block.Events]);
                continue;
            }
            Close(open, earlierEvents, changes);
            open = block;
        }
        Close(open, earlierEvents, changes);
    }

    private void Close(Block? block, Func<Guid, DateTime, DateTime, IReadOnlyList<SessionEvent>> earlierEvents, Changes changes)
    {
        if (block is null || block.Events.Count == 0)
            return;
        changes.Removed.AddRange(block.Pieces);
        if (block.End - block.Start <= longest)
        {
            var session = block.Events.Select(SessionState.Of).Concat(block.Pieces).Aggregate((a, b) => a.With(b)) with { RunStart = block.Start };
            changes.Add(session, block.Events);
            foreach (var piece in block.Pieces.Where(piece => piece.Key != session.Key))
                changes.Renamed[piece.Key] = session.Key;
            return;
        }
        var earlier = block.Pieces.Count == 0 ? [] : earlierEvents(block.Events[0].Visitor, block.Start, block.End);
        foreach (var cut in Cut([.. earlier, .. block.Events]))
            changes.Add(cut.Select(SessionState.Of).Aggregate((a, b) => a.With(b)) with { RunStart = block.Start }, cut);
    }

    private IEnumerable<List<SessionEvent>> Cut(List<SessionEvent> run)
    {
        var piece = new List<SessionEvent>();
        foreach (var e in run.OrderBy(e => e.At).ThenBy(e => e.Seq))
        {
            if (piece.Count > 0 && e.At - piece[0].At > longest)
            {
                yield return piece;
                piece = [];
            }
            piece.Add(e);
        }
        yield return piece;
    }

    private sealed record Block(DateTime Start, DateTime End, List<SessionState> Pieces, List<SessionEvent> Events);

    private sealed class Changes
    {
        public List<SessionState> Removed { get; } = [];
        public List<SessionState> Added { get; } = [];
        public Dictionary<long, long> Assigned { get; } = [];
        public Dictionary<long, long> Renamed { get; } = [];

        public void Add(SessionState session, List<SessionEvent> events)
        {
            Added.Add(session);
            foreach (var e in events)
                Assigned[e.Seq] = session.Key;
        }
    }
}
