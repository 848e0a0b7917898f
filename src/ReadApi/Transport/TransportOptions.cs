using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Platform.ReadApi.Transport;

/// <summary>Limits of the GraphQL transports.</summary>
public sealed record TransportOptions
{
    /// <summary>Largest request body, bytes.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;

    /// <summary>Largest WebSocket message, bytes.</summary>
    public int MaxMessageBytes { get; init; } = 256 * 1024;

    /// <summary>Most operations at a time on one connection.</summary>
    public int MaxOperations { get; init; } = 100;

    /// <summary>Messages that may wait for a slow reader before it is cut off.</summary>
    public int MaxQueuedMessages { get; init; } = 1_024;

    /// <summary>Time to say <c>connection_init</c>.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time that a stalled reader gets to take what is waiting before its socket is cut.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Interval of comments that keep an event stream open.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Turns the payload of <c>connection_init</c> into a principal; null refuses the connection.</summary>
    public Func<HttpContext, JsonElement?, ClaimsPrincipal?> Authenticate { get; set; } =
        (http, _) => http.User.Identity?.IsAuthenticated == true ? http.User : null;
}
