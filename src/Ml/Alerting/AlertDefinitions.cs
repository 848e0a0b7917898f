using Marten;
using Platform.Contracts.Alerts;
using Platform.Contracts.Funnels;
using Platform.Projections.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>Which rules can be kept.</summary>
internal static class AlertDefinitions
{
    private const int LongestName = 100;
    private const int MostSteps = 5;
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>The definition with its channels found by name or id, or what is wrong with it.</summary>
    public static async Task<(AlertDefinition? Definition, string? Problem)> CompleteAsync(
        IQuerySession session, string tenant, AlertDefinition definition, IReadOnlyList<string> notify, IReadOnlyList<NamedStep> then, CancellationToken cancellation)
    {
        if (Problem(definition) is { } problem)
            return (null, problem);
        if (then.Count >= MostSteps || then.Any(step => step.After <= TimeSpan.Zero || step.After > LongestTime))
            return (null, $"There are at most {MostSteps - 1} steps after the first, each up to a day after the alert began.");
        if (definition.Funnel is { } funnel && (await session.LoadAsync<SavedFunnel>(funnel, cancellation) is not { ArchivedAt: null } kept || kept.Tenant != tenant))
            return (null, "There is no such funnel; 'funnelId' is the id of a saved one.");
        var channels = await session.Query<AlertChannel>().Where(channel => channel.Tenant == tenant && channel.ArchivedAt == null).ToListAsync(cancellation);
        var steps = new List<EscalationStep>();
        foreach (var step in then.OrderBy(step => step.After).Prepend(new NamedStep(TimeSpan.Zero, notify)))
        {
            var found = step.Notify.Select(name => (Name: name, Channel: channels.FirstOrDefault(channel => Is(channel, name)))).ToList();
            if (found.Find(entry => entry.Channel is null) is { Name: { } unknown })
                return (null, channels.Count == 0
                    ? $"There is no channel '{unknown}'; define one first."
                    : $"There is no channel '{unknown}'; there are {string.Join(", ", channels.Select(channel => channel.Name))}.");
            steps.Add(new EscalationStep(step.After, [.. found.Select(entry => entry.Channel!.Id).Distinct()]));
        }
        return (definition with { Name = definition.Name.Trim(), Condition = definition.Condition.Trim(), Steps = steps }, null);
    }

    /// <summary>What is wrong with what a rule watches; null when nothing is.</summary>
    public static string? Problem(AlertDefinition definition)
    {
        if (definition.Name.Trim().Length is 0 or > LongestName)
            return $"A rule's name has 1 to {LongestName} characters.";
        if (AlertCondition.Parse(definition.Condition).Problem is { } unread)
            return unread;
        if (definition is { Metric: not null, Funnel: not null } or { Metric: null, Funnel: null })
            return "Give 'metric' or 'funnelId', one of them.";
        if ((definition.Funnel is null ? AlertFigure.Find(definition.Metric) : AlertFigure.Conversion) is not { } figure)
            return $"There is no figure '{definition.Metric}'; there are {string.Join(", ", AlertFigure.All.Select(known => known.Name))}.";
        if (figure.LongestWindow > TimeSpan.Zero && !IsWholeMinutes(definition.Window, 1, figure.LongestWindow))
            return $"'window' is between a minute and {figure.LongestWindow.TotalDays} days, in whole minutes.";
        if (!IsWholeMinutes(definition.For, 0, LongestTime) || !IsWholeMinutes(definition.RecoverAfter, 0, LongestTime))
            return "'for' and 'recoverAfter' are at most a day, in whole minutes.";
        if (definition.Value is not null && definition.Dimension is null)
            return "'value' is a value of a dimension; give 'dimension' as well.";
        if (definition.Dimension is not { } dimension || figure.Dimensions.Contains(dimension))
            return null;
        return figure.Dimensions.Count == 0
            ? $"'{figure.Name}' is not told apart by anything; leave 'dimension' out."
            : $"'{figure.Name}' is not told apart by '{dimension}', but by {string.Join(", ", figure.Dimensions)}.";
    }

    private static bool IsWholeMinutes(TimeSpan time, int least, TimeSpan most) => time >= TimeSpan.FromMinutes(least) && time <= most && time.Ticks % TimeSpan.TicksPerMinute == 0;

    private static bool Is(AlertChannel channel, string name) => channel.Id.ToString("N") == name || channel.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase);
}
