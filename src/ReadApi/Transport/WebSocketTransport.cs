using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Platform.ReadApi.Transport;

/// <summary>graphql-transport-ws.</summary>
internal sealed class WebSocketTransport(
    Runner runner, PayloadSerializer serializer, IOptions<TransportOptions> options, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime)
{
    public const string Protocol = "graphql-transport-ws";

    private static readonly Meter Meter = new("Platform.ReadApi");
    private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("platform.graphql.sockets", "{socket}", "Open WebSockets.");

    public Runner Runner => runner;

    public PayloadSerializer Serializer => serializer;

    public TransportOptions Options => options.Value;

    public IServiceScopeFactory Scopes => scopes;

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    public async Task HandleAsync(HttpContext http)
    {
        if (!SameOrigin(http.Request))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var understood = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = understood ? Protocol : null });
        using var connection = new WebSocketConnection(this, socket, http);
        Open.Add(1);
        try
        {
            await (understood ? connection.RunAsync() : connection.CloseAsync(4406, "Subprotocol not acceptable"));
        }
        finally
        {
            Open.Add(-1);
        }
    }

    // Browsers send the cookie with a WebSocket to any site, and ask nobody first.
    private static bool SameOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
