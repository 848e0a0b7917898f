namespace Platform.Contracts.Alerts;

/// <summary>How urgent an alert is.</summary>
public enum AlertSeverity
{
    /// <summary>To be known.</summary>
    Info,

    /// <summary>To be looked at.</summary>
    Warning,

    /// <summary>To be mended now.</summary>
    Critical,
}

/// <summary>Who is told, and when.</summary>
/// <param name="After">Since the alert fired; only if nobody has acknowledged it by then.</param>
/// <param name="Channels">Ids of channels.</param>
public sealed record EscalationStep(TimeSpan After, IReadOnlyList<Guid> Channels);

/// <summary>What a rule watches, and whom it tells.</summary>
/// <param name="Metric">Name of the figure; null where it is a funnel's conversion.</param>
/// <param name="Funnel">A saved funnel.</param>
/// <param name="Dimension">By what the figure is told apart; null for the total.</param>
/// <param name="Value">The one value of the dimension that matters; null for an alert of its own for each.</param>
/// <param name="Condition">As <see cref="AlertCondition.Parse"/> reads it.</param>
/// <param name="Window">Over how long the figure is taken, in whole minutes.</param>
/// <param name="For">How long the condition must hold without a break.</param>
/// <param name="RecoverAfter">How long it must not hold until the alert is over.</param>
/// <param name="Steps">The first is told at once.</param>
public sealed record AlertDefinition(
    string Name, string? Metric, Guid? Funnel, string? Dimension, string? Value, string Condition, TimeSpan Window, TimeSpan For, TimeSpan RecoverAfter,
    AlertSeverity Severity, IReadOnlyList<EscalationStep> Steps);

/// <summary>A rule is kept, and watched from then on. Stream: the rule's own id, in the default tenant.</summary>
public sealed record AlertRuleDefined(string Tenant, AlertDefinition Definition, string By, DateTimeOffset At);

/// <summary>The rule is another one from then on.</summary>
public sealed record AlertRuleChanged(AlertDefinition Definition, string By, DateTimeOffset At);

/// <summary>The rule is watched again.</summary>
public sealed record AlertRuleEnabled(string By, DateTimeOffset At);

/// <summary>The rule is not watched any more.</summary>
public sealed record AlertRuleDisabled(string By, DateTimeOffset At);

/// <summary>Nobody is told of the rule's alerts until a moment; a moment that is over ends the silence.</summary>
public sealed record AlertRuleSilenced(DateTimeOffset Until, string? Note, string By, DateTimeOffset At);

/// <summary>The rule is not offered any more.</summary>
public sealed record AlertRuleArchived(string By, DateTimeOffset At);

/// <summary>A rule as its events define it.</summary>
public sealed record AlertRule
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What it watches, and whom it tells.</summary>
    public required AlertDefinition Definition { get; init; }

    /// <summary>Whether it is watched.</summary>
    public bool Enabled { get; init; }

    /// <summary>Since when it is watched as it is defined.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Until when nobody is told.</summary>
    public DateTimeOffset? SilencedUntil { get; init; }

    /// <summary>Why.</summary>
    public string? SilenceNote { get; init; }

    /// <summary>When it was archived; null while it is offered.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The rule after an event; unknown events change nothing.</summary>
    public static AlertRule? Evolve(AlertRule? rule, Guid id, object happened) => (rule, happened) switch
    {
        (null, AlertRuleDefined defined) => new() { Id = id, Tenant = defined.Tenant, Definition = defined.Definition, Enabled = true, Since = defined.At },
        (not null, AlertRuleChanged changed) => rule with { Definition = changed.Definition, Since = changed.At },
        (not null, AlertRuleEnabled enabled) => rule with { Enabled = true, Since = enabled.At },
        (not null, AlertRuleDisabled) => rule with { Enabled = false },
        (not null, AlertRuleSilenced silenced) => rule with { SilencedUntil = silenced.Until, SilenceNote = silenced.Note },
        (not null, AlertRuleArchived archived) => rule with { Enabled = false, ArchivedAt = archived.At },
        _ => rule,
    };
}
