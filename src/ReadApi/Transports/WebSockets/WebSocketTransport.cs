using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Execution;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Tenancy;

namespace Platform.ReadApi.Transports.WebSockets;

/// <summary>graphql-transport-ws.</summary>
public sealed class WebSocketTransport(
    OperationRunner runner, SharedSubscriptions shared, RequestParser parser, AnswerWriter json, TenantChoice tenants, Access access,
    IOptions<GraphQLSettings> settings, IServiceScopeFactory scopes, IHostApplicationLifetime host, TimeProvider clock,
    ILogger<WebSocketTransport> log)
{
    /// <summary>The name of the subprotocol.</summary>
    public const string SubProtocol = "graphql-transport-ws";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    internal OperationRunner Runner => runner;

    internal SharedSubscriptions Shared => shared;

    internal RequestParser Parser => parser;

    internal AnswerWriter Json => json;

    internal TenantChoice Tenants => tenants;

    internal Access Access => access;

    internal GraphQLSettings Settings => settings.Value;

    internal IServiceScopeFactory Scopes => scopes;

    internal CancellationToken Stopping => host.ApplicationStopping;

    internal TimeProvider Clock => clock;

    internal ILogger Log => log;

    /// <summary>Serves a socket until it closes.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var speaks = http.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = speaks ? SubProtocol : null, KeepAliveInterval = Settings.KeepAlive, KeepAliveTimeout = Settings.SendTimeout,
        });
        if (!speaks)
        {
            await CloseAsync(socket, CloseReason.Subprotocol);
            return;
        }
        using var connection = new Connection(this, socket, http);
        await connection.RunAsync();
    }

    /// <summary>Sends our close frame and waits a little for the peer's.</summary>
    internal async Task CloseAsync(WebSocket socket, CloseReason reason)
    {
        using var limit = new CancellationTokenSource(CloseTimeout, clock);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)reason.Code, reason.Words, limit.Token);
            var rest = new byte[1_024];
            while (socket.State == WebSocketState.CloseSent)
                await socket.ReceiveAsync(rest.AsMemory(), limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }
}
