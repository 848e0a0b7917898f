namespace Platform.Contracts.Alerts;

/// <summary>Of which change of an alert people are told.</summary>
public enum NotificationKind
{
    /// <summary>It fired.</summary>
    Fired,

    /// <summary>Nobody has acknowledged it.</summary>
    Escalated,

    /// <summary>It is over.</summary>
    Resolved,
}

/// <summary>A channel is to be told of a change. Stream: <see cref="Notification.IdOf"/>, in the default tenant.</summary>
/// <param name="Step">Whose turn it is; 0 when it is over.</param>
public sealed record NotificationQueued(string Tenant, Guid Alert, Guid Channel, string ChannelName, NotificationKind Kind, int Step, DateTimeOffset At);

/// <summary>The channel took it.</summary>
public sealed record NotificationDelivered(DateTimeOffset At);

/// <summary>The channel did not take it.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="RetryAt">When it is tried again; null when it is given up.</param>
public sealed record NotificationRefused(int Attempt, string Problem, DateTimeOffset? RetryAt, DateTimeOffset At);

/// <summary>What became of telling a channel of a change.</summary>
public sealed record Notification
{
    /// <summary>Stream id, and the key by which receivers know it again.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>The alert's id.</summary>
    public Guid Alert { get; init; }

    /// <summary>The channel's id.</summary>
    public Guid Channel { get; init; }

    /// <summary>The channel's name when it was queued.</summary>
    public required string ChannelName { get; init; }

    /// <summary>Of which change.</summary>
    public NotificationKind Kind { get; init; }

    /// <summary>Whose turn it was; 0 when the alert was over.</summary>
    public int Step { get; init; }

    /// <summary>When the change was.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>When the channel took it.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>How often the channel did not.</summary>
    public int Refusals { get; init; }

    /// <summary>Why, the last time.</summary>
    public string? Problem { get; init; }

    /// <summary>When it is tried again; null when it was taken or given up.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>One of each change of an alert and channel.</summary>
    public static Guid IdOf(Guid alert, NotificationKind kind, int step, Guid channel) => DerivedId.Of("notification", $"{alert:N} {kind} {step}", channel.ToString("N"));

    /// <summary>The notification after an event; unknown events change nothing.</summary>
    public static Notification? Evolve(Notification? notification, Guid id, object happened) => (notification, happened) switch
    {
        (null, NotificationQueued queued) => new()
        {
            Id = id, Tenant = queued.Tenant, Alert = queued.Alert, Channel = queued.Channel, ChannelName = queued.ChannelName, Kind = queued.Kind, Step = queued.Step, QueuedAt = queued.At,
        },
        (not null, NotificationDelivered delivered) => notification with { DeliveredAt = delivered.At, RetryAt = null, Problem = null },
        (not null, NotificationRefused refused) => notification with { Refusals = refused.Attempt, Problem = refused.Problem, RetryAt = refused.RetryAt },
        _ => notification,
    };
}
