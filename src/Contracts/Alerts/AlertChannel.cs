namespace Platform.Contracts.Alerts;

/// <summary>By what people are told.</summary>
public enum AlertChannelKind
{
    /// <summary>A signed request to an address, as the Standard Webhooks specification has it.</summary>
    Webhook,

    /// <summary>A message to an incoming webhook of Slack, Mattermost, Rocket.Chat and others that take the same form.</summary>
    Slack,

    /// <summary>E-mail to one address or several.</summary>
    Email,
}

/// <summary>A way to tell people is kept. Stream: the channel's own id, in the default tenant.</summary>
/// <param name="Shown">Where it leads, as far as people may read it again.</param>
/// <param name="Secret">What only the sender may read, protected by the installation's keys: the whole target, and what webhooks are signed with.</param>
public sealed record AlertChannelDefined(string Tenant, string Name, AlertChannelKind Kind, string Shown, string Secret, string By, DateTimeOffset At);

/// <summary>Nobody is told by it any more.</summary>
public sealed record AlertChannelArchived(string By, DateTimeOffset At);

/// <summary>A channel as its events define it.</summary>
public sealed record AlertChannel
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant's slug.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>By what people are told.</summary>
    public AlertChannelKind Kind { get; init; }

    /// <summary>Where it leads, as far as people may read it again.</summary>
    public required string Shown { get; init; }

    /// <summary>What only the sender may read, protected.</summary>
    public required string Secret { get; init; }

    /// <summary>When it was archived; null while it is offered.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The channel after an event; unknown events change nothing.</summary>
    public static AlertChannel? Evolve(AlertChannel? channel, Guid id, object happened) => (channel, happened) switch
    {
        (null, AlertChannelDefined defined) => new() { Id = id, Tenant = defined.Tenant, Name = defined.Name, Kind = defined.Kind, Shown = defined.Shown, Secret = defined.Secret },
        (not null, AlertChannelArchived archived) => channel with { ArchivedAt = archived.At, Secret = "" },
        _ => channel,
    };
}
