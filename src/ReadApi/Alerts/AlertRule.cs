using GraphQL;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Kept = Platform.Contracts.Alerts.AlertChannel;

namespace Platform.ReadApi.Alerts;

/// <summary>What is watched, and who is told.</summary>
public sealed class AlertRule
{
    private readonly WatchedRule _watched;
    private readonly AlertDefinition _definition;
    private readonly IReadOnlyList<Kept> _channels;

    internal AlertRule(WatchedRule watched, IReadOnlyList<Kept> channels) => (_watched, _definition, _channels) = (watched, watched.Rule.Definition, channels);

    /// <summary>Opaque.</summary>
    [Id] public string Id => _watched.Rule.Id.ToString("N");

    /// <summary>What people call it.</summary>
    public string Name => _definition.Name;

    /// <summary>Whether it is watched.</summary>
    public bool Enabled => _watched.Rule.Enabled;

    /// <summary>Whether an alert of it is not over.</summary>
    public bool Firing => _watched.Firing.Count > 0;

    /// <summary>When it fired last; null when it never did.</summary>
    public DateTimeOffset? LastFiredAt => _watched.LastFiredAt;

    /// <summary>The figure that is watched; null where it is a funnel's conversion.</summary>
    public string? Metric => _definition.Metric;

    /// <summary>The saved funnel whose conversion is watched.</summary>
    [Id] public string? FunnelId => _definition.Funnel?.ToString("N");

    /// <summary>By what the figure is told apart; null for the total.</summary>
    public string? Dimension => _definition.Dimension;

    /// <summary>The one value of the dimension that matters; null for an alert of its own for each.</summary>
    public string? Value => _definition.Value;

    /// <summary>What the figure has to be, such as `&lt; 10`.</summary>
    public string Condition => _definition.Condition;

    /// <summary>Over how long the figure is taken.</summary>
    public TimeSpan Window => _definition.Window;

    /// <summary>How long the condition must hold without a break.</summary>
    public TimeSpan For => _definition.For;

    /// <summary>How long it must not hold until the alert is over.</summary>
    public TimeSpan RecoverAfter => _definition.RecoverAfter;

    /// <summary>How urgent its alerts are.</summary>
    public AlertSeverity Severity => _definition.Severity;

    /// <summary>Who is told, and when.</summary>
    public IReadOnlyList<AlertStep> Steps => [.. _definition.Steps.Select(step => new AlertStep(step.After, [.. step.Channels.Select(Named).OfType<string>()]))];

    /// <summary>Until when nobody is told; null when somebody is.</summary>
    public DateTimeOffset? SilencedUntil([FromServices] TimeProvider clock) => _watched.Rule.SilencedUntil is { } until && until > clock.GetUtcNow() ? until : null;

    /// <summary>Why nobody is told.</summary>
    public string? SilenceNote => _watched.Rule.SilenceNote;

    private string? Named(Guid channel) => _channels.FirstOrDefault(known => known.Id == channel)?.Name;
}

/// <summary>Who is told when.</summary>
/// <param name="After">Since the alert fired; only if nobody has acknowledged it by then.</param>
/// <param name="Notify">Names of channels.</param>
public sealed record AlertStep(TimeSpan After, IReadOnlyList<string> Notify);
