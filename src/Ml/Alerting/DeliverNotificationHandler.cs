using Marten;
using Platform.Contracts.Alerts;
using Wolverine;

namespace Platform.Ml.Alerting;

/// <summary>Tells a channel what it is to be told; kept until it has been.</summary>
public sealed record DeliverNotification(Guid Notification);

/// <summary>Sends, and notes what became of it. What is handled again after a crash is sent again under the same key only where it was not noted that it had arrived.</summary>
public static class DeliverNotificationHandler
{
    private static readonly TimeSpan[] Patience =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(4)];

    /// <summary>Another try, when the channel did not take it.</summary>
    public static async Task<OutgoingMessages> Handle(DeliverNotification command, IDocumentSession session, AlertSender sender, TimeProvider clock, CancellationToken cancellation)
    {
        var messages = new OutgoingMessages();
        if (await session.LoadAsync<Notification>(command.Notification, cancellation) is not { DeliveredAt: null } notification)
            return messages;
        var alert = (await session.LoadAsync<Alert>(notification.Alert, cancellation))!;
        var channel = (await session.LoadAsync<AlertChannel>(notification.Channel, cancellation))!;
        if (await sender.SendAsync(channel, notification, alert, cancellation) is not { } problem)
        {
            session.Events.Append(notification.Id, new NotificationDelivered(clock.GetUtcNow()));
            return messages;
        }
        var attempt = notification.Refusals + 1;
        TimeSpan? wait = attempt <= Patience.Length && channel.ArchivedAt is null ? Patience[attempt - 1] : null;
        session.Events.Append(notification.Id, new NotificationRefused(attempt, problem, clock.GetUtcNow() + wait, clock.GetUtcNow()));
        if (wait is { } pause)
            messages.Delay(command, pause);
        return messages;
    }
}
