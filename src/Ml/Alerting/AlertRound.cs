using Platform.Contracts.Alerts;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>One evaluation of a rule: what its minutes change, and who is to be told.</summary>
internal sealed class AlertRound
{
    private readonly AlertRule _rule;
    private readonly AlertPosition _position;
    private readonly IReadOnlyDictionary<Guid, AlertChannel> _channels;
    private readonly AlertCondition _condition;
    private readonly Dictionary<string, Alert> _open;
    private readonly List<(Guid, object)> _changes = [];

    public AlertRound(AlertRule rule, IReadOnlyList<Alert> open, AlertPosition position, IReadOnlyDictionary<Guid, AlertChannel> channels)
    {
        (_rule, _position, _channels) = (rule, position, channels);
        _condition = AlertCondition.Parse(rule.Definition.Condition).Condition!;
        _open = open.ToDictionary(alert => alert.Group);
    }

    /// <summary>What happened, and to which stream, in order.</summary>
    public IReadOnlyList<(Guid Stream, object Happened)> Changes => _changes;

    public void Take(FigureMinute minute)
    {
        var at = MinuteBucket.Closes(DateTimeOffset.UnixEpoch.AddMinutes(minute.Minute));
        // What is no longer there is nothing.
        foreach (var group in (minute.Groups?.Keys ?? []).Union(_open.Keys).ToList())
            Take(group, minute.Minute, at, minute.Groups is null ? null : minute.Groups.GetValueOrDefault(group));
        foreach (var alert in _open.Values.ToList())
            Escalate(alert, at);
        _position.Minute = minute.Minute;
    }

    /// <summary>Nobody watches any more: what was firing is told to be over.</summary>
    public void SwitchOff(DateTimeOffset at)
    {
        foreach (var alert in _open.Values.ToList())
            Resolve(alert, new AlertResolved(null, AlertWords.SwitchedOff, at));
    }

    private void Take(string group, long minute, DateTimeOffset at, double? figure)
    {
        var definition = _rule.Definition;
        var alert = _open.GetValueOrDefault(group);
        var before = new AlertStanding(alert is not null, _position.Since.TryGetValue(group, out var known) ? known : null);
        var (standing, turn) = before.Take(minute, figure is { } value ? _condition.Holds(value) : null, definition.For, definition.RecoverAfter);
        if (turn == AlertTurn.Fires)
            Fire(group, before.Since ?? minute, at, figure!.Value);
        else if (turn == AlertTurn.Recovers)
            Resolve(alert!, new AlertResolved(figure, AlertWords.Recovered(definition, group, figure!.Value), at));
        if (standing.Since is { } since)
            _position.Since[group] = since;
        else
            _position.Since.Remove(group);
    }

    private void Fire(string group, long since, DateTimeOffset at, double figure)
    {
        var id = Alert.IdOf(_rule.Id, group, at);
        var fired = new AlertFired(_rule.Tenant, _rule.Id, _rule.Definition.Name, _rule.Definition.Severity, group, DateTimeOffset.UnixEpoch.AddMinutes(since), at, figure,
            AlertWords.Fired(_rule.Definition, group, figure));
        _changes.Add((id, fired));
        _open[group] = Alert.Evolve(null, id, fired)!;
    }

    private void Escalate(Alert alert, DateTimeOffset at)
    {
        while (alert.Steps < _rule.Definition.Steps.Count && _rule.Definition.Steps[alert.Steps] is var step && at >= alert.FiredAt + step.After
            && !(_rule.SilencedUntil > at) && (alert.AcknowledgedAt is null || alert.Steps == 0))
        {
            var escalated = new AlertEscalated(alert.Steps + 1, step.Channels, at);
            _changes.Add((alert.Id, escalated));
            alert = _open[alert.Group] = Alert.Evolve(alert, alert.Id, escalated)!;
            Tell(alert, alert.Steps == 1 ? NotificationKind.Fired : NotificationKind.Escalated, alert.Steps, step.Channels, at);
        }
    }

    private void Resolve(Alert alert, AlertResolved resolved)
    {
        _changes.Add((alert.Id, resolved));
        _open.Remove(alert.Group);
        // Whoever was not told that it began is not told that it ended.
        Tell(alert, NotificationKind.Resolved, 0, alert.Told, resolved.At);
    }

    private void Tell(Alert alert, NotificationKind kind, int step, IReadOnlyList<Guid> channels, DateTimeOffset at)
    {
        foreach (var channel in channels.Distinct().Select(id => _channels.GetValueOrDefault(id)).OfType<AlertChannel>())
            _changes.Add((Notification.IdOf(alert.Id, kind, step, channel.Id), new NotificationQueued(alert.Tenant, alert.Id, channel.Id, channel.Name, kind, step, at)));
    }
}
