using System.Data.Common;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Sessions;

/// <summary>Lists sessions from the exploration store, the newest first.</summary>
public sealed class SessionsQuery(ExplorationStore store)
{
    /// <summary>A page of the sessions that began in the range and have an event for which all filters hold.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<SessionPage> RunAsync(
        string tenant, TimeRange range, IReadOnlyList<PropertyFilter> filters, int first, string? after, CancellationToken cancellation)
    {
        Cursor.CheckFirst(first);
        if (range.From >= range.To)
            throw new InvalidQuestionException("The range is empty: 'from' must be before 'to'.");
        var total = await store.QueryAsync(Chosen(tenant, range, filters, "count(*)"), reader => reader.GetInt64(0), cancellation);
        var sql = Chosen(tenant, range, filters,
            "id, visitor_id, started_at, ended_at, views, events, actions, entry_page, exit_page, referrer, channel, country, device, browser");
        if (after is not null)
        {
            var (at, tie) = Cursor.Parse(after);
            if (!Guid.TryParse(tie, out var id))
                throw new InvalidQuestionException("'after' is not a cursor that this list gave.");
            sql.Add($"and (s.started_at, s.id) < ({sql.Value(at)}, {sql.Value(id)})");
        }
        sql.Add($"order by s.started_at desc, s.id desc limit {first + 1}");
        var rows = await store.QueryAsync(sql, Read, cancellation);
        var more = rows.Count > first;
        if (more)
            rows.RemoveAt(first);
        return new SessionPage(rows, more ? Cursor.Of(rows[^1].StartedAt.UtcDateTime, rows[^1].Id.ToString()) : null, total[0]);
    }

    private static Sql Chosen(string tenant, TimeRange range, IReadOnlyList<PropertyFilter> filters, string columns)
    {
        var sql = new Sql();
        sql.Add($"""
            select {columns} from sessions s
            where s.tenant = {sql.Value(tenant)} and s.started_at >= {sql.Value(range.From)} and s.started_at < {sql.Value(range.To)}
            """);
        if (filters.Count > 0)
            sql.Add($"and s.key in ({Selection.Of(sql, new Scope(tenant, range with { To = range.To.AddDays(1) }) { Filters = filters }, "e.session")})");
        return sql;
    }

    private static Session Read(DbDataReader r) => new(
        r.GetGuid(0), r.GetString(1), Utc(r, 2), Utc(r, 3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(4) == 1 && r.GetInt32(6) == 0)
    {
        EntryPage = Text(r, 7), ExitPage = Text(r, 8), Referrer = Text(r, 9), Channel = Text(r, 10),
        Country = Text(r, 11), Device = Text(r, 12), Browser = Text(r, 13),
    };

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset Utc(DbDataReader reader, int column) => new(reader.GetDateTime(column), TimeSpan.Zero);
}
