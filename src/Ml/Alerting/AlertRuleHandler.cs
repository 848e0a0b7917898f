using Marten;
using Platform.Contracts;
using Platform.Contracts.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>Decides about rules, one decision about a rule at a time.</summary>
public static class AlertRuleHandler
{
    private const int Most = 200;

    /// <summary>Keeps one.</summary>
    public static async Task<AlertRuleAnswer> Handle(DefineAlertRule command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var (definition, problem) = await AlertDefinitions.CompleteAsync(session, command.Tenant, command.Definition, command.Notify, command.Then, cancellation);
        if (definition is null)
            return new AlertRuleAnswer(problem);
        if (await session.Query<AlertRule>().CountAsync(rule => rule.Tenant == command.Tenant && rule.ArchivedAt == null, cancellation) >= Most)
            return new AlertRuleAnswer($"A tenant can have {Most} rules.");
        var (id, defined) = (NewId.Next(clock), new AlertRuleDefined(command.Tenant, definition, command.By, clock.GetUtcNow()));
        session.Events.StartStream<AlertRule>(id, defined);
        return new AlertRuleAnswer(null, AlertRule.Evolve(null, id, defined));
    }

    /// <summary>Makes one another.</summary>
    public static async Task<AlertRuleAnswer> Handle(ChangeAlertRule command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        var (definition, problem) = await AlertDefinitions.CompleteAsync(session, command.Tenant, command.Definition, command.Notify, command.Then, cancellation);
        return definition is null
            ? new AlertRuleAnswer(problem)
            : await ChangeAsync(session, command.Tenant, command.Id, _ => new AlertRuleChanged(definition, command.By, clock.GetUtcNow()), cancellation);
    }

    /// <summary>Switches one on or off.</summary>
    public static Task<AlertRuleAnswer> Handle(SwitchAlertRule command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, rule => rule.Enabled == command.Enabled ? null
            : command.Enabled ? new AlertRuleEnabled(command.By, clock.GetUtcNow()) : new AlertRuleDisabled(command.By, clock.GetUtcNow()), cancellation);

    /// <summary>Silences one, or ends its silence.</summary>
    public static Task<AlertRuleAnswer> Handle(SilenceAlertRule command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, rule => rule.SilencedUntil == command.Until ? null
            : new AlertRuleSilenced(command.Until, command.Note, command.By, clock.GetUtcNow()), cancellation);

    /// <summary>Archives one.</summary>
    public static Task<AlertRuleAnswer> Handle(ArchiveAlertRule command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation) =>
        ChangeAsync(session, command.Tenant, command.Id, _ => new AlertRuleArchived(command.By, clock.GetUtcNow()), cancellation);

    /// <summary>Notes that somebody looks after an alert.</summary>
    public static async Task<AlertAnswer> Handle(AcknowledgeAlert command, IDocumentSession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Alert>(command.Id, cancellation) is not { } found || found.Tenant != command.Tenant)
            return new AlertAnswer("There is no such alert.");
        await EvaluateAlertRuleHandler.TakeTurnAsync(session, found.Rule, cancellation);
        var alert = (await session.LoadAsync<Alert>(command.Id, cancellation))!;
        if (alert.ResolvedAt is not null)
            return new AlertAnswer("The alert is over; there is nothing to look after.", alert);
        if (alert.AcknowledgedAt is not null && (command.Note is null || command.Note == alert.Note))
            return new AlertAnswer(null, alert);
        var seen = new AlertAcknowledged(command.Note, command.By, clock.GetUtcNow());
        session.Events.Append(alert.Id, seen);
        return new AlertAnswer(null, Alert.Evolve(alert, alert.Id, seen));
    }

    private static async Task<AlertRuleAnswer> ChangeAsync(IDocumentSession session, string tenant, Guid id, Func<AlertRule, object?> decide, CancellationToken cancellation)
    {
        await EvaluateAlertRuleHandler.TakeTurnAsync(session, id, cancellation);
        if (await session.LoadAsync<AlertRule>(id, cancellation) is not { ArchivedAt: null } rule || rule.Tenant != tenant)
            return new AlertRuleAnswer("There is no such rule.");
        if (decide(rule) is not { } happened)
            return new AlertRuleAnswer(null, rule);
        session.Events.Append(id, happened);
        return new AlertRuleAnswer(null, AlertRule.Evolve(rule, id, happened));
    }
}
