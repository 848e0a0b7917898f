namespace Platform.Contracts.Alerts;

/// <summary>A rule's condition has held for as long as it had to. Stream: <see cref="Alert.IdOf"/>, in the default tenant.</summary>
/// <param name="Group">The value of the rule's dimension; empty for totals.</param>
/// <param name="Since">The first minute in which it held.</param>
/// <param name="At">When the minute closed that made it long enough.</param>
/// <param name="Figure">What the figure was then.</param>
/// <param name="Summary">In words.</param>
public sealed record AlertFired(
    string Tenant, Guid Rule, string Name, AlertSeverity Severity, string Group, DateTimeOffset Since, DateTimeOffset At, double Figure, string Summary);

/// <summary>Somebody is told.</summary>
/// <param name="Step">From 1: whose turn it is.</param>
public sealed record AlertEscalated(int Step, IReadOnlyList<Guid> Channels, DateTimeOffset At);

/// <summary>Somebody looks after it: nobody else is told.</summary>
public sealed record AlertAcknowledged(string? Note, string By, DateTimeOffset At);

/// <summary>It is over.</summary>
/// <param name="Figure">What the figure is; null where the rule is not watched any more.</param>
/// <param name="Summary">In words.</param>
public sealed record AlertResolved(double? Figure, string Summary, DateTimeOffset At);

/// <summary>An alert as its events tell it.</summary>
public sealed record Alert
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>The rule's id.</summary>
    public Guid Rule { get; init; }

    /// <summary>The rule's name when it fired.</summary>
    public required string Name { get; init; }

    /// <summary>How urgent it is.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>The value of the rule's dimension; empty for totals.</summary>
    public required string Group { get; init; }

    /// <summary>The first minute in which the condition held.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it had held for long enough.</summary>
    public DateTimeOffset FiredAt { get; init; }

    /// <summary>What the figure was then.</summary>
    public double Figure { get; init; }

    /// <summary>In words.</summary>
    public required string Summary { get; init; }

    /// <summary>How many steps were told.</summary>
    public int Steps { get; init; }

    /// <summary>Whom they were.</summary>
    public IReadOnlyList<Guid> Told { get; init; } = [];

    /// <summary>When somebody began to look after it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Who does.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>What they noted.</summary>
    public string? Note { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Resolution { get; init; }

    /// <summary>The stream of what a rule tells of a group at a moment: the same however often it is evaluated.</summary>
    public static Guid IdOf(Guid rule, string group, DateTimeOffset at) => DerivedId.At(at, "alert", rule.ToString("N"), group);

    /// <summary>The alert after an event; unknown events change nothing.</summary>
    public static Alert? Evolve(Alert? alert, Guid id, object happened) => (alert, happened) switch
    {
        (null, AlertFired fired) => new()
        {
            Id = id, Tenant = fired.Tenant, Rule = fired.Rule, Name = fired.Name, Severity = fired.Severity, Group = fired.Group, Since = fired.Since,
            FiredAt = fired.At, Figure = fired.Figure, Summary = fired.Summary,
        },
        (not null, AlertEscalated step) => alert with { Steps = step.Step, Told = [.. alert.Told.Union(step.Channels)] },
        (not null, AlertAcknowledged seen) => alert with { AcknowledgedAt = alert.AcknowledgedAt ?? seen.At, AcknowledgedBy = seen.By, Note = seen.Note ?? alert.Note },
        (not null, AlertResolved over) => alert with { ResolvedAt = over.At, Resolution = over.Summary },
        _ => alert,
    };
}
