using GraphQL;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.ReadApi.Questions;

namespace Platform.ReadApi.Alerts;

/// <summary>A rule's condition held for as long as it had to.</summary>
public sealed class Alert
{
    private readonly ToldAlert _told;

    internal Alert(ToldAlert told) => _told = told;

    /// <summary>Opaque.</summary>
    [Id] public string Id => _told.Alert.Id.ToString("N");

    /// <summary>The rule's id.</summary>
    [Id] public string RuleId => _told.Alert.Rule.ToString("N");

    /// <summary>What the rule was called then.</summary>
    public string Name => _told.Alert.Name;

    /// <summary>How urgent it is.</summary>
    public AlertSeverity Severity => _told.Alert.Severity;

    /// <summary>The value of the rule's dimension; null for totals.</summary>
    public string? Group => _told.Alert.Group.Length == 0 ? null : _told.Alert.Group;

    /// <summary>The first minute in which the condition held.</summary>
    public DateTimeOffset Since => _told.Alert.Since;

    /// <summary>When it had held for long enough.</summary>
    public DateTimeOffset FiredAt => _told.Alert.FiredAt;

    /// <summary>What the figure was then.</summary>
    public double Figure => _told.Alert.Figure;

    /// <summary>In words.</summary>
    public string Summary => _told.Alert.Summary;

    /// <summary>When somebody began to look after it.</summary>
    public DateTimeOffset? AcknowledgedAt => _told.Alert.AcknowledgedAt;

    /// <summary>Who does.</summary>
    public string? AcknowledgedBy => _told.Alert.AcknowledgedBy;

    /// <summary>What they noted.</summary>
    public string? Note => _told.Alert.Note;

    /// <summary>When it was over; null as long as it goes on.</summary>
    public DateTimeOffset? ResolvedAt => _told.Alert.ResolvedAt;

    /// <summary>Why it is over, in words.</summary>
    public string? Resolution => _told.Alert.Resolution;

    /// <summary>Who was told of it, in order.</summary>
    public IReadOnlyList<AlertNotification> Notifications => [.. _told.Notifications.Select(notification => new AlertNotification(
        notification.Id.ToString("N"), notification.ChannelName, notification.Kind, notification.QueuedAt, notification.DeliveredAt, notification.Refusals, notification.Problem, notification.RetryAt))];
}

/// <summary>A channel was to be told of a change.</summary>
/// <param name="Id">What receivers know it again by: webhooks get it as `msg_` and this.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Kind">Of which change.</param>
/// <param name="QueuedAt">When the change was.</param>
/// <param name="DeliveredAt">When the channel took it.</param>
/// <param name="Refusals">How often the channel did not.</param>
/// <param name="Problem">Why, the last time; null when it was taken.</param>
/// <param name="RetryAt">When it is tried again; null when it was taken or given up.</param>
public sealed record AlertNotification(
    [property: Id] string Id, string Channel, NotificationKind Kind, DateTimeOffset QueuedAt, DateTimeOffset? DeliveredAt, int Refusals, string? Problem, DateTimeOffset? RetryAt);

/// <summary>Alerts, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
/// <param name="FiringCount">How many are not over, whatever was asked for.</param>
public sealed record AlertConnection(IReadOnlyList<Alert> Nodes, PageInfo PageInfo, long TotalCount, long FiringCount)
{
    internal static AlertConnection Of(AlertPage page) => new([.. page.Alerts.Select(told => new Alert(told))], PageInfo.Of(page.EndCursor), page.Total, page.Firing);
}
