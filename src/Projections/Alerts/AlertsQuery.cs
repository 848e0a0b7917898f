using Marten;
using Platform.Contracts.Alerts;
using Platform.Projections.Questions;

namespace Platform.Projections.Alerts;

/// <summary>A rule and how it stands.</summary>
/// <param name="Firing">Its alerts that are not over.</param>
/// <param name="LastFiredAt">When it fired last; null when it never did.</param>
public sealed record WatchedRule(AlertRule Rule, IReadOnlyList<Alert> Firing, DateTimeOffset? LastFiredAt);

/// <summary>An alert and who was told of it.</summary>
public sealed record ToldAlert(Alert Alert, IReadOnlyList<Notification> Notifications);

/// <summary>A page of alerts.</summary>
/// <param name="Firing">How many of the tenant's are not over, whatever was asked for.</param>
public sealed record AlertPage(IReadOnlyList<ToldAlert> Alerts, string? EndCursor, long Total, long Firing);

/// <summary>Reads rules, channels and alerts.</summary>
public sealed class AlertsQuery(IDocumentStore store)
{
    private const int Most = 5_000;

    /// <summary>The tenant's channels by name.</summary>
    public async Task<IReadOnlyList<AlertChannel>> ChannelsAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<AlertChannel>().Where(channel => channel.Tenant == tenant && channel.ArchivedAt == null).ToListAsync(cancellation);
        return [.. all.OrderBy(channel => channel.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The tenant's rules by name.</summary>
    public async Task<IReadOnlyList<WatchedRule>> RulesAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var rules = await session.Query<AlertRule>().Where(rule => rule.Tenant == tenant && rule.ArchivedAt == null).ToListAsync(cancellation);
        var firing = (await session.Query<Alert>().Where(alert => alert.Tenant == tenant && alert.ResolvedAt == null).ToListAsync(cancellation)).ToLookup(alert => alert.Rule);
        var last = new Dictionary<Guid, DateTimeOffset>();
        await using var command = new Npgsql.NpgsqlCommand(
            $"""
            select (data ->> 'rule')::uuid, max((data ->> 'firedAt')::timestamptz) from {store.Options.DatabaseSchemaName}.mt_doc_alert where data ->> 'tenant' = $1 group by 1
            """);
        command.Parameters.Add(new() { Value = tenant });
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                last[reader.GetGuid(0)] = reader.GetFieldValue<DateTimeOffset>(1);
        return [.. rules.OrderBy(rule => rule.Definition.Name, StringComparer.OrdinalIgnoreCase)
            .Select(rule => new WatchedRule(rule, [.. firing[rule.Id]], last.TryGetValue(rule.Id, out var at) ? at : null))];
    }

    /// <summary>One of them; null when there is none of this id.</summary>
    public async Task<WatchedRule?> RuleAsync(string tenant, Guid id, CancellationToken cancellation) =>
        (await RulesAsync(tenant, cancellation)).FirstOrDefault(rule => rule.Rule.Id == id);

    /// <summary>Alerts that fired in the range, the newest first.</summary>
    /// <exception cref="InvalidQuestionException">The page cannot be given.</exception>
    public async Task<AlertPage> RunAsync(string tenant, TimeRange range, bool? firing, Guid? rule, int first, string? after, CancellationToken cancellation)
    {
        Cursor.CheckFirst(first);
        await using var session = store.QuerySession();
        var found = await session.Query<Alert>().Where(alert => alert.Tenant == tenant && alert.FiredAt >= range.From && alert.FiredAt < range.To)
            .OrderByDescending(alert => alert.FiredAt).Take(Most).ToListAsync(cancellation);
        var open = await session.Query<Alert>().CountAsync(alert => alert.Tenant == tenant && alert.ResolvedAt == null, cancellation);
        var wanted = found.Where(alert => (firing is null || firing == alert.ResolvedAt is null) && (rule is null || alert.Rule == rule))
            .OrderByDescending(alert => alert.FiredAt).ThenBy(Tie, StringComparer.Ordinal).ToList();
        var rest = after is null ? wanted : [.. wanted.Where(alert => IsAfter(alert, Cursor.Parse(after)))];
        var page = rest.Take(first).ToList();
        return new AlertPage(await ToldAsync(session, page, cancellation), rest.Count > first ? Cursor.Of(page[^1].FiredAt.UtcDateTime, Tie(page[^1])) : null, wanted.Count, open);
    }

    private static async Task<IReadOnlyList<ToldAlert>> ToldAsync(IQuerySession session, List<Alert> alerts, CancellationToken cancellation)
    {
        var ids = alerts.Select(alert => alert.Id).ToArray();
        var told = (await session.Query<Notification>().Where(notification => ids.Contains(notification.Alert)).ToListAsync(cancellation)).ToLookup(notification => notification.Alert);
        return [.. alerts.Select(alert => new ToldAlert(alert, [.. told[alert.Id].OrderBy(notification => notification.QueuedAt).ThenBy(notification => notification.ChannelName, StringComparer.Ordinal)]))];
    }

    private static string Tie(Alert alert) => alert.Id.ToString("N");

    private static bool IsAfter(Alert alert, (DateTime At, string Tie) place) =>
        alert.FiredAt.UtcDateTime < place.At || alert.FiredAt.UtcDateTime == place.At && string.CompareOrdinal(Tie(alert), place.Tie) > 0;
}
