using CsCheck;
using Platform.Projections.Exploration;

namespace Platform.Tests.Unit.Exploration;

public class SessionizerTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly DateTime Start = new(2026, 1, 1);

    // Minutes cluster around the gap of 30 and reach beyond 24 hours, so that merges, cuts and exact boundaries all happen.
    private static readonly Gen<List<SessionEvent>> Events =
        Gen.Select(Gen.Int[0, 2], Gen.OneOf(Gen.Int[0, 200], Gen.Int[0, 3_000]), Gen.Int[0, 9], Gen.Bool).List[1, 150].Select(rows =>
            rows.Select((row, index) => Event(index, row.Item1, row.Item2, row.Item3 == 0 ? "client" : null, row.Item4)).ToList());

    [Fact]
    public void Sessions_do_not_depend_on_the_order_of_arrival_nor_on_paging() =>
        Gen.Select(Events, Gen.Int[1, 40]).Sample((events, page) =>
        {
            var store = new Store();
            foreach (var chunk in events.Chunk(page))
                store.Write(chunk);

            Assert.Equal(Expected(events), store.Described());
        }, iter: 2_000);

    [Fact]
    public void A_gap_of_exactly_thirty_minutes_stays_in_the_session()
    {
        var store = new Store();
        store.Write([Event(1, 0, 0, null, true), Event(2, 0, 30, null, true), Event(3, 0, 61, null, true)]);

        Assert.Equal(2, store.Sessions.Count);
    }

    private static SessionEvent Event(int seq, int visitor, int minute, string? client, bool view) => new(
        "t", new Guid(visitor, 0, 0, new byte[8]), $"v{visitor}", client, Start.AddMinutes(minute), seq, new Guid(0, 1, (short)seq, new byte[8]),
        view, !view, view ? $"/{seq}" : null, $"r{seq}", null, null, null, null);

    /// <summary>The definition, word for word, over the sorted list of all events.</summary>
    private static List<string> Expected(List<SessionEvent> events)
    {
        var sessions = new List<List<SessionEvent>>();
        sessions.AddRange(events.Where(e => e.Client is not null).GroupBy(e => (e.Visitor, e.Client)).Select(group => group.ToList()));
        foreach (var visitor in events.Where(e => e.Client is null).GroupBy(e => e.Visitor))
        {
            List<SessionEvent>? open = null;
            foreach (var e in visitor.OrderBy(e => e.At).ThenBy(e => e.Seq))
            {
                if (open is null || e.At - open[^1].At > Gap || e.At - open[0].At > Longest)
                    sessions.Add(open = []);
                open.Add(e);
            }
        }
        return [.. sessions.Select(Describe).Order(StringComparer.Ordinal)];
    }

    private static string Describe(List<SessionEvent> session)
    {
        var sorted = session.OrderBy(e => e.At).ThenBy(e => e.Seq).ToList();
        var views = sorted.Where(e => e.IsView).ToList();
        return $"{sorted[0].Visitor} {sorted[0].At:O} {sorted[^1].At:O} {views.Count} {sorted.Count} {sorted.Count(e => e.IsAction)} "
            + $"{views.FirstOrDefault()?.Page} {views.LastOrDefault()?.Page} {sorted[0].Referrer} [{string.Join(',', sorted.Select(e => e.Seq).Order())}]";
    }

    /// <summary>Keeps what the exploration store keeps: sessions, and the session of each event.</summary>
    private sealed class Store
    {
        private readonly Sessionizer _sessionizer = new(Gap, Longest);
        private readonly List<SessionEvent> _events = [];
        private readonly Dictionary<long, long> _assigned = [];

        public List<SessionState> Sessions { get; } = [];

        public void Write(SessionEvent[] page)
        {
            var touched = Sessions.Where(session => page.Any(e => e.Visitor == session.Visitor)).ToList();
            var changes = _sessionizer.Apply(page, touched, (visitor, from, to) =>
                [.. _events.Where(e => e.Visitor == visitor && e.Client is null && e.At >= from && e.At <= to)]);
            Sessions.RemoveAll(changes.Removed.Contains);
            Sessions.AddRange(changes.Added);
            foreach (var (seq, session) in _assigned.ToList())
                if (changes.Renamed.TryGetValue(session, out var after))
                    _assigned[seq] = after;
            foreach (var (seq, session) in changes.Assigned)
                _assigned[seq] = session;
            _events.AddRange(page);
        }

        public List<string> Described() => [.. Sessions.Select(session =>
            $"{session.Visitor} {session.StartedAt:O} {session.EndedAt:O} {session.Views} {session.Events} {session.Actions} "
            + $"{session.Entry?.Page} {session.Exit?.Page} {session.Referrer} [{string.Join(',', _assigned.Where(item => item.Value == session.Key).Select(item => item.Key).Order())}]")
            .Order(StringComparer.Ordinal)];
    }
}
