using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>Lets the minutes of the past go by a rule, each as it was known when it closed.</summary>
public static class SimulateAlertRuleHandler
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>What it would have told.</summary>
    public static async Task<AlertSimulation> Handle(SimulateAlertRule question, AlertFigures figures, TimeProvider clock, CancellationToken cancellation)
    {
        if (AlertDefinitions.Problem(question.Definition) is { } problem)
            return new AlertSimulation(problem, [], 0);
        if (AlertFigure.Find(question.Definition.Metric) is not { Simulated: true })
            return new AlertSimulation("What this figure was is not known minute by minute; it can be watched from now on, and not be tried on the past.", [], 0);
        var (from, to) = (Minute(question.From), Math.Min(Minute(question.To), Minute(clock.GetUtcNow() - MinuteBucket.Grace)));
        if (to <= from || question.To - question.From > Longest)
            return new AlertSimulation($"'range' must end after it begins, at most {Longest.TotalDays} days later, and begin in the past.", [], 0);
        return new AlertSimulation(null, Run(question.Definition, await figures.ReadAsync(question.Tenant, question.Definition, from, to, cancellation)), to - from);
    }

    internal static List<SimulatedAlert> Run(AlertDefinition definition, IReadOnlyList<FigureMinute> minutes)
    {
        var condition = AlertCondition.Parse(definition.Condition).Condition!;
        var standings = new Dictionary<string, AlertStanding>();
        var alerts = new List<SimulatedAlert>();
        foreach (var minute in minutes)
            foreach (var (group, figure) in minute.Groups ?? new Dictionary<string, double>())
            {
                var before = standings.GetValueOrDefault(group);
                var (next, turn) = before.Take(minute.Minute, condition.Holds(figure), definition.For, definition.RecoverAfter);
                standings[group] = next;
                var at = MinuteBucket.Closes(DateTimeOffset.UnixEpoch.AddMinutes(minute.Minute));
                if (turn == AlertTurn.Fires)
                    alerts.Add(new SimulatedAlert(group, DateTimeOffset.UnixEpoch.AddMinutes(before.Since ?? minute.Minute), at, null, figure, AlertWords.Fired(definition, group, figure)));
                else if (turn == AlertTurn.Recovers)
                    alerts[alerts.FindLastIndex(alert => alert.Group == group)] = alerts[alerts.FindLastIndex(alert => alert.Group == group)] with { ResolvedAt = at };
            }
        return alerts;
    }

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;
}
