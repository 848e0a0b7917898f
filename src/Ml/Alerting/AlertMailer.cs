using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Platform.Contracts.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>Tells people by e-mail. All of an alert is one conversation, and the same change is the same message however often it is sent.</summary>
public sealed class AlertMailer(IOptions<AlertOptions> options)
{
    private const int MostRecipients = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the addresses, or with the installation's settings; null when nothing is.</summary>
    public string? Problem(string target)
    {
        var mail = options.Value.Mail;
        if (mail.Host.Length == 0 || !MailboxAddress.TryParse(mail.From, out _))
            return "This installation sends no mail yet: set Alerts:Mail:Host and Alerts:Mail:From, an address, and start it again.";
        if (!InternetAddressList.TryParse(target, out var list) || list.Count == 0 || !list.All(address => address is MailboxAddress mailbox && mailbox.Address.Contains('@', StringComparison.Ordinal)))
            return "The target must be e-mail addresses, such as ops@shop.example, separated by commas.";
        return list.Count > MostRecipients ? $"A channel has at most {MostRecipients} addresses; use a mailing list." : null;
    }

    /// <summary>Sends it.</summary>
    /// <param name="key">The change's key.</param>
    /// <returns>Why the server did not take it; null when it did.</returns>
    internal async Task<string?> SendAsync(string target, Guid key, NotificationKind kind, Alert alert, CancellationToken cancellation)
    {
        if (Problem(target) is { } problem)
            return problem;
        using var message = Message(target, key, kind, alert);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            var mail = options.Value.Mail;
            await client.ConnectAsync(mail.Host, mail.Port, Socket(mail.Security), limit.Token);
            if (mail.User.Length > 0)
                await client.AuthenticateAsync(mail.User, mail.Password, limit.Token);
            await client.SendAsync(message, limit.Token);
            return null;
        }
        catch (Exception failure) when (failure is SocketException or IOException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            return $"The mail server did not take it: {failure.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}.";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"The mail server did not answer within {Patience.TotalSeconds} seconds.";
        }
    }

    private MimeMessage Message(string target, Guid key, NotificationKind kind, Alert alert)
    {
        var from = MailboxAddress.Parse(options.Value.Mail.From);
        var message = new MimeMessage { Subject = AlertRequest.Subject(kind, alert), MessageId = Id(key), Body = new TextPart("plain") { Text = Text(kind, alert) } };
        message.From.Add(from);
        message.To.AddRange(InternetAddressList.Parse(target));
        message.InReplyTo = Id(alert.Id);
        message.References.Add(Id(alert.Id));
        message.Importance = alert.Severity == AlertSeverity.Critical && kind != NotificationKind.Resolved ? MessageImportance.High : MessageImportance.Normal;
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;

        string Id(Guid id) => $"{id:N}@{from.Domain}";
    }

    private static string Text(NotificationKind kind, Alert alert) => string.Join("\r\n",
        AlertRequest.Summary(kind, alert), "", $"Tenant: {alert.Tenant}", $"Severity: {alert.Severity.ToString().ToLowerInvariant()}", $"Since: {alert.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC", "");

    private static SecureSocketOptions Socket(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}
