using GraphQL;
using Platform.Contracts.Alerts;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Alerts;

/// <summary>What is to be watched, and who is to be told.</summary>
[Name("AlertRuleInput")]
public sealed record AlertRuleInput
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The figure that is watched, one of `alertFigures`.</summary>
    public string? Metric { get; init; }

    /// <summary>The saved funnel whose conversion is watched, instead.</summary>
    [Id] public string? FunnelId { get; init; }

    /// <summary>By what the figure is told apart; the total when it is left out.</summary>
    public string? Dimension { get; init; }

    /// <summary>The one value of the dimension that matters; without it each value is watched and told of on its own.</summary>
    public string? Value { get; init; }

    /// <summary>What the figure has to be: `&lt;`, `&lt;=`, `&gt;` or `&gt;=` and a number, such as `&lt; 10` or, of a share, `&gt; 2.5 %`.</summary>
    public required string Condition { get; init; }

    /// <summary>Over how long the figure is taken, in whole minutes; a minute when it is left out.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How long the condition must hold without a break; at once when it is left out.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long it must not hold until the alert is over; at once when it is left out.</summary>
    public TimeSpan? RecoverAfter { get; init; }

    /// <summary>How urgent its alerts are.</summary>
    public AlertSeverity? Severity { get; init; } = AlertSeverity.Warning;

    /// <summary>Names or ids of the channels that are told at once, and when it is over.</summary>
    public required IReadOnlyList<string> Notify { get; init; }

    /// <summary>Who is told later, where nobody has acknowledged the alert by then.</summary>
    public IReadOnlyList<AlertStepInput>? Escalation { get; init; }

    internal AlertDefinition ToDefinition() => new(Name, Metric, FunnelId is null ? null : Guid.TryParse(FunnelId, out var funnel) ? funnel : throw new InvalidQuestionException("'funnelId' is not the id of a saved funnel."), Dimension, Value, Condition, Window ?? TimeSpan.FromMinutes(1), For ?? TimeSpan.Zero, RecoverAfter ?? TimeSpan.Zero,
        Severity ?? AlertSeverity.Warning, []);

    internal IReadOnlyList<NamedStep> Then => [.. (Escalation ?? []).Select(step => new NamedStep(step.After, step.Notify))];
}

/// <summary>Who is told when.</summary>
/// <param name="After">Since the alert fired.</param>
/// <param name="Notify">Names or ids of channels.</param>
public sealed record AlertStepInput(TimeSpan After, IReadOnlyList<string> Notify);
