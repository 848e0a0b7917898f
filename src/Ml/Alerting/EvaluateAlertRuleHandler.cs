using Marten;
using Npgsql;
using Platform.Contracts.Alerts;
using Wolverine;

namespace Platform.Ml.Alerting;

/// <summary>Takes the minutes of a rule in that have closed since it was last evaluated.</summary>
/// <param name="Through">The last one that has closed.</param>
public sealed record EvaluateAlertRule(Guid Rule, long Through);

/// <summary>
/// What fires, escalates or recovers, the position up to which minutes were taken in, and the notifications are one transaction: whatever
/// is killed, each change is told once.
/// </summary>
public static class EvaluateAlertRuleHandler
{
    private const long Longest = 7 * 24 * 60;

    /// <summary>The notifications.</summary>
    public static async Task<OutgoingMessages> Handle(EvaluateAlertRule command, IDocumentSession session, AlertFigures figures, TimeProvider clock, CancellationToken cancellation)
    {
        await TakeTurnAsync(session, command.Rule, cancellation);
        if (await session.LoadAsync<AlertRule>(command.Rule, cancellation) is not { } rule)
            return [];
        var open = await session.Query<Alert>().Where(alert => alert.Rule == rule.Id && alert.ResolvedAt == null).ToListAsync(cancellation);
        var position = Current(rule, await session.LoadAsync<AlertPosition>(rule.Id, cancellation));
        var round = new AlertRound(rule, open, position, await ChannelsAsync(session, rule, cancellation));
        if (!rule.Enabled)
            round.SwitchOff(clock.GetUtcNow());
        else if (command.Through > position.Minute)
        {
            var from = Math.Max(position.Minute, command.Through - Longest) + 1;
            foreach (var minute in await figures.ReadAsync(rule.Tenant, rule.Definition, from, command.Through + 1, cancellation))
                round.Take(minute);
            session.Store(position);
        }
        return Append(session, round.Changes);
    }

    private static OutgoingMessages Append(IDocumentSession session, IReadOnlyList<(Guid Stream, object Happened)> changes)
    {
        var messages = new OutgoingMessages();
        foreach (var (stream, happened) in changes)
            switch (happened)
            {
                case AlertFired:
                    session.Events.StartStream<Alert>(stream, happened);
                    break;
                case NotificationQueued:
                    session.Events.StartStream<Notification>(stream, happened);
                    messages.Add(new DeliverNotification(stream));
                    break;
                default:
                    session.Events.Append(stream, happened);
                    break;
            }
        return messages;
    }

    // A rule that has become another one starts anew, and takes no minute in twice.
    private static AlertPosition Current(AlertRule rule, AlertPosition? known) => known?.Rule == rule.Since
        ? known
        : new AlertPosition { Id = rule.Id, Rule = rule.Since, Minute = Math.Max(known?.Minute ?? 0, rule.Since.ToUnixTimeSeconds() / 60 - 1) };

    /// <summary>One decision about a rule and its alerts at a time.</summary>
    internal static async Task TakeTurnAsync(IDocumentSession session, Guid rule, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 37))");
        turn.Parameters.Add(new() { Value = rule.ToString("N") });
        await session.ExecuteAsync(turn, cancellation);
    }

    private static async Task<Dictionary<Guid, AlertChannel>> ChannelsAsync(IDocumentSession session, AlertRule rule, CancellationToken cancellation) =>
        (await session.Query<AlertChannel>().Where(channel => channel.Tenant == rule.Tenant && channel.ArchivedAt == null).ToListAsync(cancellation)).ToDictionary(channel => channel.Id);
}
