using System.Data.Common;
using DuckDB.NET.Data;
using Platform.Contracts;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;

namespace Platform.Projections.Exploration;

/// <summary>Writes a page of events, what it changes about sessions, and the position, in one transaction of the store.</summary>
internal sealed class PageWriter(DuckDBConnection connection, ExplorationOptions options)
{
    private const string SessionColumns =
        "tenant, id, visitor, visitor_id, client_session, run_start, started_at, started_seq, ended_at, views, events, actions, "
        + "entry_page, entry_at, entry_seq, exit_page, exit_at, exit_seq, referrer, channel, country, device, browser";

    private readonly Sessionizer _sessionizer = new(options.SessionGap, options.LongestSession);

    /// <summary>The last event written, and the last person link.</summary>
    public (long Sequence, long Links) Position()
    {
        using var command = new Sql().Add("select sequence, links from position").On(connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Writes the page; afterwards the position is <paramref name="through"/>.</summary>
    public void Write(IReadOnlyList<StoredEvent> page, long through)
    {
        using var transaction = connection.BeginTransaction();
        if (page.Count > 0)
        {
            var events = page.Select(ToSessionEvent).ToList();
            var changes = _sessionizer.Apply(events, Touched(events), EarlierEvents);
            Replace(changes);
            Move(changes, events);
            Append(page, changes.Assigned);
        }
        Run(new Sql(), sql => sql.Add($"update position set sequence = {sql.Value(through)}"));
        transaction.Commit();
    }

    /// <summary>Adds person links, through the given sequence.</summary>
    public void WriteLinks(IReadOnlyList<(string Tenant, Guid Visitor, long Sequence, Guid Person)> links)
    {
        using var transaction = connection.BeginTransaction();
        using (var appender = connection.CreateAppender("person_links"))
            foreach (var (tenant, visitor, sequence, person) in links)
                appender.CreateRow().AppendValue(tenant).AppendValue(visitor).AppendValue(sequence).AppendValue(person).EndRow();
        Run(new Sql(), sql => sql.Add($"update position set links = {sql.Value(links.Max(link => link.Sequence))}"));
        transaction.Commit();
    }

    private static SessionEvent ToSessionEvent(StoredEvent stored)
    {
        var (origin, context) = (stored.Event.Origin, stored.Event.Context);
        return new SessionEvent(
            stored.Tenant, DerivedId.Visitor(stored.Tenant, origin.VisitorId), origin.VisitorId, origin.SessionId,
            origin.OccurredAt.UtcDateTime, stored.Sequence, stored.Id,
            stored.Event is PageViewed or ScreenViewed, stored.Event is ActionTracked,
            context.Page?.Path, context.ReferrerHost, context.Channel, context.Country, context.Device?.Type, context.Device?.Browser);
    }

    // The bounds on ended_at and started_at let the store skip all but the newest row groups for live traffic.
    private List<SessionState> Touched(List<SessionEvent> events)
    {
        var from = events.Min(e => e.At) - options.SessionGap;
        var to = events.Max(e => e.At) + options.SessionGap;
        var visitors = List(events.Where(e => e.Client is null).Select(e => e.Visitor));
        var clients = List(events.Where(e => e.Client is not null).Select(e => Sessionizer.ClientSession(e.Visitor, e.Client!)));
        var found = new List<SessionState>();
        if (visitors.Length > 0)
            found.AddRange(Sessions(sql => $"""
                client_session is null and ended_at >= {sql.Value(from)} and started_at <= {sql.Value(to)}
                and visitor in (select unnest(string_split({sql.Value(visitors)}, ','))::uuid)
                """));
        if (clients.Length > 0)
            found.AddRange(Sessions(sql => $"id in (select unnest(string_split({sql.Value(clients)}, ','))::uuid)"));
        foreach (var cut in found.Where(session => session.RunStart < session.StartedAt || session.EndedAt - session.RunStart > options.LongestSession - options.SessionGap)
                     .Where(session => session.Client is null).Select(session => (session.Visitor, session.RunStart)).Distinct().ToList())
        {
            found.RemoveAll(session => session.Client is null && session.Visitor == cut.Visitor && session.RunStart == cut.RunStart);
            found.AddRange(Sessions(sql =>
                $"client_session is null and visitor = {sql.Value(cut.Visitor)} and run_start = {sql.Value(cut.RunStart)}"));
        }
        return found;
    }

    private List<SessionState> Sessions(Func<Sql, string> where)
    {
        var sql = new Sql();
        var condition = where(sql);
        return Query(sql.Add($"select {SessionColumns} from sessions where {condition}"), ReadSession);
    }

    private List<SessionEvent> EarlierEvents(Guid visitor, DateTime from, DateTime to)
    {
        var sql = new Sql();
        sql.Add($"""
            select tenant, visitor, visitor_id, occurred_at, seq, event_id, is_view, name, page, referrer, channel, country, device, browser,
                   name in ({string.Join(", ", StoredNames.Visitor.Keys.Select(name => sql.Value(name)))})
            from events
            where visitor = {sql.Value(visitor)} and client_session is null
              and occurred_at between {sql.Value(from)} and {sql.Value(to)}
            """);
        return Query(sql, reader => new SessionEvent(
            reader.GetString(0), reader.GetGuid(1), reader.GetString(2), null, reader.GetDateTime(3), reader.GetInt64(4), reader.GetGuid(5),
            reader.GetBoolean(6), !reader.GetBoolean(14), Text(reader, 8), Text(reader, 9), Text(reader, 10), Text(reader, 11),
            Text(reader, 12), Text(reader, 13)));
    }

    private void Replace(SessionChanges changes)
    {
        if (changes.Removed.Count > 0)
            Run(new Sql(), sql => sql.Add($"""
                delete from sessions
                where ended_at >= {sql.Value(changes.Removed.Min(session => session.EndedAt))}
                  and id in (select unnest(string_split({sql.Value(List(changes.Removed.Select(session => session.Id)))}, ','))::uuid)
                """));
        using var appender = connection.CreateAppender("sessions");
        foreach (var session in changes.Added)
            AppendSession(appender.CreateRow(), session);
    }

    // Late events only: a merged session's events take its new id, a cut run's events theirs.
    private void Move(SessionChanges changes, List<SessionEvent> page)
    {
        if (changes.Renamed.Count > 0)
            Run(new Sql(), sql => sql.Add($"""
                update events set session_id = moved.after from (
                    select unnest(string_split({sql.Value(List(changes.Renamed.Keys))}, ','))::uuid as before,
                           unnest(string_split({sql.Value(List(changes.Renamed.Values, distinct: false))}, ','))::uuid as after) moved
                where session_id = moved.before
                  and occurred_at >= {sql.Value(changes.Removed.Min(session => session.StartedAt))}
                  and occurred_at <= {sql.Value(changes.Removed.Max(session => session.EndedAt))}
                """));
        var fresh = page.Select(e => e.Seq).ToHashSet();
        var moved = changes.Assigned.Where(assigned => !fresh.Contains(assigned.Key)).ToList();
        if (moved.Count > 0)
            Run(new Sql(), sql => sql.Add($"""
                update events set session_id = moved.after from (
                    select unnest(string_split({sql.Value(string.Join(',', moved.Select(item => item.Key)))}, ','))::bigint as seq,
                           unnest(string_split({sql.Value(List(moved.Select(item => item.Value), distinct: false))}, ','))::uuid as after) moved
                where events.seq = moved.seq
                """));
    }

    private void Append(IReadOnlyList<StoredEvent> page, IReadOnlyDictionary<long, Guid> sessions)
    {
        using var appender = connection.CreateAppender("events");
        foreach (var stored in page)
        {
            var origin = stored.Event.Origin;
            var row = appender.CreateRow()
                .AppendValue(stored.Tenant).AppendValue(stored.Sequence).AppendValue(stored.RecordedAt.UtcDateTime).AppendValue(stored.Id)
                .AppendValue(stored.Event.Name).AppendValue(stored.Event is PageViewed or ScreenViewed)
                .AppendValue(DerivedId.Visitor(stored.Tenant, origin.VisitorId)).AppendValue(origin.VisitorId)
                .AppendValue(origin.OccurredAt.UtcDateTime).AppendValue(sessions[stored.Sequence]).AppendValue(origin.SessionId);
            foreach (var (_, value) in EventColumns.Text)
                row.AppendValue(value(stored.Event));
            row.AppendValue(stored.Event.Properties.GetRawText()).EndRow();
        }
    }

    private static void AppendSession(IDuckDBAppenderRow row, SessionState s) => row
        .AppendValue(s.Tenant).AppendValue(s.Id).AppendValue(s.Visitor).AppendValue(s.VisitorId).AppendValue(s.Client)
        .AppendValue(s.RunStart).AppendValue(s.StartedAt).AppendValue(s.StartedSeq).AppendValue(s.EndedAt)
        .AppendValue(s.Views).AppendValue(s.Events).AppendValue(s.Actions)
        .AppendValue(s.Entry?.Page).AppendValue(s.Entry?.At).AppendValue(s.Entry?.Seq)
        .AppendValue(s.Exit?.Page).AppendValue(s.Exit?.At).AppendValue(s.Exit?.Seq)
        .AppendValue(s.Referrer).AppendValue(s.Channel).AppendValue(s.Country).AppendValue(s.Device).AppendValue(s.Browser)
        .EndRow();

    private static SessionState ReadSession(DbDataReader r) => new()
    {
        Tenant = r.GetString(0), Id = r.GetGuid(1), Visitor = r.GetGuid(2), VisitorId = r.GetString(3), Client = Text(r, 4),
        RunStart = r.GetDateTime(5), StartedAt = r.GetDateTime(6), StartedSeq = r.GetInt64(7), EndedAt = r.GetDateTime(8),
        Views = r.GetInt32(9), Events = r.GetInt32(10), Actions = r.GetInt32(11), Entry = Mark(r, 12), Exit = Mark(r, 15),
        Referrer = Text(r, 18), Channel = Text(r, 19), Country = Text(r, 20), Device = Text(r, 21), Browser = Text(r, 22),
    };

    private static PageMark? Mark(DbDataReader reader, int at) =>
        reader.IsDBNull(at + 1) ? null : new PageMark(Text(reader, at), reader.GetDateTime(at + 1), reader.GetInt64(at + 2));

    private static string? Text(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    private static string List(IEnumerable<Guid> ids, bool distinct = true) => string.Join(',', distinct ? ids.Distinct() : ids);

    private void Run(Sql sql, Action<Sql> build)
    {
        build(sql);
        using var command = sql.On(connection);
        command.ExecuteNonQuery();
    }

    private List<T> Query<T>(Sql sql, Func<DbDataReader, T> read)
    {
        using var command = sql.On(connection);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
