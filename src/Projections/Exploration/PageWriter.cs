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
        "tenant, key, id, visitor, visitor_id, client_session, run_start, started_at, started_seq, ended_at, views, events, actions, "
        + "entry_page, entry_at, entry_seq, exit_page, exit_at, exit_seq, referrer, channel, country, device, browser";

    private readonly Sessionizer _sessionizer = new(options.SessionGap, options.LongestSession);

    /// <summary>The last event written, the last person link, and the edition of links that it is from.</summary>
    public (long Sequence, long Links, long Generation) Position()
    {
        using var command = new Sql().Add("select sequence, links, generation from position").On(connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Writes the page; afterwards the position is <paramref name="through"/>.</summary>
    /// <param name="gone">Visitors of whom nothing is kept but what the page says.</param>
    public void Write(IReadOnlyList<StoredEvent> page, long through, IReadOnlyList<(string Tenant, Guid Visitor)>? gone = null)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var visitors in (gone ?? []).GroupBy(item => item.Tenant, item => StreamKey.Of(item.Visitor)))
            foreach (var (table, column) in new[] { ("events", "visitor"), ("sessions", "visitor_key") })
                Run(new Sql(), sql => sql.Add($"""
                    delete from {table} where tenant = {sql.Value(visitors.Key)}
                    and {column} in (select unnest(string_split({sql.Value(string.Join(',', visitors.Distinct()))}, ','))::bigint)
                    """));
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

    /// <summary>Adds person links; those of another edition take the place of all there are.</summary>
    public void WriteLinks(IReadOnlyList<PersonLink> links, long? edition = null)
    {
        using var transaction = connection.BeginTransaction();
        if (edition is { } generation)
            Run(new Sql(), sql => sql.Add($"delete from person_links; update position set links = 0, generation = {sql.Value(generation)}"));
        using (var appender = connection.CreateAppender("person_links"))
            foreach (var link in links)
                appender.CreateRow().AppendValue(link.Tenant).AppendValue(StreamKey.Of(link.Visitor)).AppendValue(link.Sequence)
                    .AppendValue(link.RecordedAt.UtcDateTime).AppendValue(StreamKey.Of(link.Person)).AppendValue(link.Person).EndRow();
        if (links.Count > 0)
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
        var visitors = List(events.Where(e => e.Client is null).Select(e => e.Visitor).Distinct());
        var clients = List(events.Where(e => e.Client is not null).Select(e => Sessionizer.ClientSession(e.Visitor, e.Client!)).Distinct());
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
            select tenant, visitor_id, occurred_at, seq, event_id, is_view, name, page, referrer, channel, country, device, browser,
                   name in ({string.Join(", ", StoredNames.Visitor.Keys.Select(name => sql.Value(name)))})
            from events
            where visitor = {sql.Value(StreamKey.Of(visitor))} and client_session is null
              and occurred_at between {sql.Value(from)} and {sql.Value(to)}
            """);
        return Query(sql, reader => new SessionEvent(
            reader.GetString(0), visitor, reader.GetString(1), null, reader.GetDateTime(2), reader.GetInt64(3), reader.GetGuid(4),
            reader.GetBoolean(5), !reader.GetBoolean(13), Text(reader, 7), Text(reader, 8), Text(reader, 9), Text(reader, 10),
            Text(reader, 11), Text(reader, 12)));
    }

    private void Replace(SessionChanges changes)
    {
        if (changes.Removed.Count > 0)
            Run(new Sql(), sql => sql.Add($"""
                delete from sessions
                where ended_at >= {sql.Value(changes.Removed.Min(session => session.EndedAt))}
                  and key in (select unnest(string_split({sql.Value(List(changes.Removed.Select(session => session.Key)))}, ','))::bigint)
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
                update events set session = moved.after from (
                    select unnest(string_split({sql.Value(List(changes.Renamed.Keys))}, ','))::bigint as before,
                           unnest(string_split({sql.Value(List(changes.Renamed.Values))}, ','))::bigint as after) moved
                where session = moved.before
                  and occurred_at >= {sql.Value(changes.Removed.Min(session => session.StartedAt))}
                  and occurred_at <= {sql.Value(changes.Removed.Max(session => session.EndedAt))}
                """));
        var fresh = page.Select(e => e.Seq).ToHashSet();
        var moved = changes.Assigned.Where(assigned => !fresh.Contains(assigned.Key)).ToList();
        if (moved.Count > 0)
            Run(new Sql(), sql => sql.Add($"""
                update events set session = moved.after from (
                    select unnest(string_split({sql.Value(List(moved.Select(item => item.Key)))}, ','))::bigint as seq,
                           unnest(string_split({sql.Value(List(moved.Select(item => item.Value)))}, ','))::bigint as after) moved
                where events.seq = moved.seq
                """));
    }

    private void Append(IReadOnlyList<StoredEvent> page, IReadOnlyDictionary<long, long> sessions)
    {
        using var appender = connection.CreateAppender("events");
        foreach (var stored in page)
        {
            var origin = stored.Event.Origin;
            var row = appender.CreateRow()
                .AppendValue(stored.Tenant).AppendValue(stored.Sequence).AppendValue(stored.RecordedAt.UtcDateTime).AppendValue(stored.Id)
                .AppendValue(stored.Event.Name).AppendValue(stored.Event is PageViewed or ScreenViewed)
                .AppendValue(StreamKey.Of(DerivedId.Visitor(stored.Tenant, origin.VisitorId))).AppendValue(origin.VisitorId)
                .AppendValue(origin.OccurredAt.UtcDateTime).AppendValue(sessions[stored.Sequence]).AppendValue(origin.SessionId);
            foreach (var (_, value) in EventColumns.Text)
                row.AppendValue(value(stored.Event));
            row.AppendValue(stored.Event.Properties.GetRawText()).EndRow();
        }
    }

    private static void AppendSession(IDuckDBAppenderRow row, SessionState s) => row
        .AppendValue(s.Tenant).AppendValue(s.Key).AppendValue(s.Id).AppendValue(s.Visitor).AppendValue(StreamKey.Of(s.Visitor)).AppendValue(s.VisitorId).AppendValue(s.Client)
        .AppendValue(s.RunStart).AppendValue(s.StartedAt).AppendValue(s.StartedSeq).AppendValue(s.EndedAt)
        .AppendValue(s.Views).AppendValue(s.Events).AppendValue(s.Actions)
        .AppendValue(s.Entry?.Page).AppendValue(s.Entry?.At).AppendValue(s.Entry?.Seq)
        .AppendValue(s.Exit?.Page).AppendValue(s.Exit?.At).AppendValue(s.Exit?.Seq)
        .AppendValue(s.Referrer).AppendValue(s.Channel).AppendValue(s.Country).AppendValue(s.Device).AppendValue(s.Browser)
        .EndRow();

    private static SessionState ReadSession(DbDataReader r) => new()
    {
        Tenant = r.GetString(0), Key = r.GetInt64(1), Id = r.GetGuid(2), Visitor = r.GetGuid(3), VisitorId = r.GetString(4), Client = Text(r, 5),
        RunStart = r.GetDateTime(6), StartedAt = r.GetDateTime(7), StartedSeq = r.GetInt64(8), EndedAt = r.GetDateTime(9),
        Views = r.GetInt32(10), Events = r.GetInt32(11), Actions = r.GetInt32(12), Entry = Mark(r, 13), Exit = Mark(r, 16),
        Referrer = Text(r, 19), Channel = Text(r, 20), Country = Text(r, 21), Device = Text(r, 22), Browser = Text(r, 23),
    };

    private static PageMark? Mark(DbDataReader reader, int at) =>
        reader.IsDBNull(at + 1) ? null : new PageMark(Text(reader, at), reader.GetDateTime(at + 1), reader.GetInt64(at + 2));

    private static string? Text(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    private static string List<T>(IEnumerable<T> ids) => string.Join(',', ids);

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
