using Platform.Projections.Exploration;

namespace Platform.Projections.Breakdowns;

/// <summary>A session that has events in question.</summary>
internal struct Visit
{
    public int Person;
    public int Events;
    public int Views;
    public bool Bounced;
    public long Micros;
}

/// <summary>
/// Gathers the sessions that are asked about, and the values that they have of each of several properties; then puts them in order
/// of their persons, so that who was counted before can be seen without a hash table of every pair, which takes three times as long.
/// </summary>
internal sealed class VisitTally : IDisposable
{
    private readonly KeyCodes _sessions = new();
    private readonly KeyCodes _persons = new();
    private readonly PooledList<int> _codes = new();
    private readonly PooledList<int> _ranks = new();
    private readonly ValueTally[] _ofEvents;
    private readonly ValueTally[] _ofSessions;

    /// <param name="ofEvents">Numbers for the values of each property of events.</param>
    /// <param name="ofSessions">Numbers for those of each property of sessions.</param>
    public VisitTally(IEnumerable<TextCodes> ofEvents, IEnumerable<TextCodes> ofSessions) =>
        (_ofEvents, _ofSessions) = ([.. ofEvents.Select(values => new ValueTally(values))], [.. ofSessions.Select(values => new ValueTally(values))]);

    /// <summary>The sessions, by their numbers.</summary>
    public PooledList<Visit> Visits { get; } = new();

    /// <summary>The sessions' numbers in order of their persons.</summary>
    public PooledList<int> ByPerson { get; } = new();

    /// <summary>The values of each property: those of events, then those of sessions.</summary>
    public IEnumerable<ValueTally> Values => _ofEvents.Concat(_ofSessions);

    /// <summary>Takes rows of session, person, events, views, and a value of each property of events.</summary>
    public void TakeEvents(ColumnChunk chunk)
    {
        var sessions = chunk.Column<long>(0);
        var persons = chunk.Column<long>(1);
        var events = chunk.Column<int>(2);
        var views = chunk.Column<int>(3);
        _codes.Extend(chunk.Rows);
        for (var row = 0; row < chunk.Rows; row++)
        {
            var code = _codes[row] = _sessions.Of(sessions[row]);
            if (code == Visits.Count)
                Visits.Add(new Visit { Person = _persons.Of(persons[row]) });
            ref var visit = ref Visits[code];
            visit.Events += events[row];
            visit.Views += views[row];
        }
        for (var property = 0; property < _ofEvents.Length; property++)
            _ofEvents[property].Take(chunk.Text(4 + property), _codes.Span[..chunk.Rows], events, views);
    }

    /// <summary>Takes rows of session, whether it bounced, microseconds that it lasted, and a value of each property of sessions.</summary>
    public void TakeSessions(ColumnChunk chunk)
    {
        var sessions = chunk.Column<long>(0);
        var bounced = chunk.Column<bool>(1);
        var micros = chunk.Column<long>(2);
        for (var row = 0; row < chunk.Rows; row++)
        {
            var code = _sessions.Find(sessions[row]);
            if (code < 0)
                continue;
            ref var visit = ref Visits[code];
            (visit.Bounced, visit.Micros) = (bounced[row], micros[row]);
            for (var property = 0; property < _ofSessions.Length; property++)
                _ofSessions[property].Take(chunk.Text(3 + property), row, code, visit.Events, visit.Views);
        }
    }

    /// <summary>Ends the gathering.</summary>
    public void Arrange()
    {
        using var starts = new PooledList<int>();
        starts.Extend(_persons.Keys.Length + 1);
        foreach (var visit in Visits.Span)
            starts[visit.Person + 1]++;
        for (var person = 1; person < starts.Count; person++)
            starts[person] += starts[person - 1];
        ByPerson.Extend(Visits.Count);
        _ranks.Extend(Visits.Count);
        for (var session = 0; session < Visits.Count; session++)
        {
            _ranks[session] = starts[Visits[session].Person]++;
            ByPerson[_ranks[session]] = session;
        }
        foreach (var values in Values)
            values.Arrange(_ranks.Span);
    }

    public void Dispose()
    {
        _sessions.Dispose();
        _persons.Dispose();
        _codes.Dispose();
        _ranks.Dispose();
        Visits.Dispose();
        ByPerson.Dispose();
        foreach (var values in Values)
            values.Dispose();
    }
}
