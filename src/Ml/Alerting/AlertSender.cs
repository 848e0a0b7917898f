using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Contracts.Alerts;

namespace Platform.Ml.Alerting;

/// <summary>Sends to channels.</summary>
public sealed class AlertSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly AlertSecrets _secrets;
    private readonly AlertOptions _options;
    private readonly AlertMailer _mailer;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>One connection pool for all channels. Nothing is followed elsewhere, and no proxy stands between the check of an address and its use.</summary>
    public AlertSender(AlertSecrets secrets, AlertMailer mailer, IOptions<AlertOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_secrets, _mailer, _options, _clock) = (secrets, mailer, options.Value, clock);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectCallback = ConnectAsync }) { Timeout = Patience };
    }

    /// <summary>Tells a channel of a change.</summary>
    /// <returns>Why the channel did not take it; null when it did.</returns>
    public Task<string?> SendAsync(AlertChannel channel, Notification notification, Alert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return SendAsync(channel, notification.Id, notification.Kind, notification.Step, alert, cancellation);
    }

    /// <summary>Tells a channel that this is a test.</summary>
    /// <returns>Why the channel did not take it; null when it did.</returns>
    public Task<string?> TestAsync(AlertChannel channel, Guid key, string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var now = _clock.GetUtcNow();
        return SendAsync(channel, key, NotificationKind.Fired, 1, new Alert { Id = key, Tenant = channel.Tenant, Name = "Test", Group = "", Since = now, FiredAt = now, Summary = $"{by} tests this channel. Nothing is wrong." }, cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<string?> SendAsync(AlertChannel channel, Guid key, NotificationKind kind, int step, Alert alert, CancellationToken cancellation)
    {
        if (channel.ArchivedAt is not null)
            return "The channel is not kept any more.";
        if (_secrets.Read(channel.Secret) is not { } secret)
            return "The installation's keys are others than those that the channel was defined with; define it anew.";
        if (channel.Kind == AlertChannelKind.Email)
            return await _mailer.SendAsync(secret.Target, key, kind, alert, cancellation);
        var body = channel.Kind == AlertChannelKind.Slack ? AlertRequest.Slack(kind, alert) : AlertRequest.Webhook(kind, step, alert, _clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, secret.Target) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (secret.Signing is { } signing)
        {
            var (id, seconds) = ("msg_" + key.ToString("N"), _clock.GetUtcNow().ToUnixTimeSeconds());
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", AlertRequest.Signature(signing, id, seconds, body));
        }
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? null : $"The target answered {(int)response.StatusCode}.";
        }
        catch (HttpRequestException problem)
        {
            return problem.InnerException is WebhookRefusedException refused ? refused.Message : $"The target could not be reached: {problem.Message.TrimEnd('.')}.";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"The target did not answer within {Patience.TotalSeconds} seconds.";
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string? problem = null;
        foreach (var address in await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation))
        {
            if (WebhookTarget.Problem(address, _options.AllowPrivateTargets) is { } refused)
            {
                problem = refused;
                continue;
            }
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unreachable)
            {
                socket.Dispose();
                problem = unreachable.Message;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new WebhookRefusedException(problem ?? $"'{context.DnsEndPoint.Host}' is not known.");
    }

    private sealed class WebhookRefusedException(string message) : IOException(message);
}
