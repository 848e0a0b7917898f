using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;

namespace Platform.ReadApi.Transports;

/// <summary>
/// Browsers send cookies with WebSockets and event streams to any site, so a page elsewhere could read as the user: whatever
/// names another origin than ours is refused. Programs name none.
/// </summary>
public sealed class SameOrigin(IOptions<GraphQLSettings> settings)
{
    /// <summary>Whether the request comes from our own pages, an allowed origin, or no page at all.</summary>
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is not "cross-site";
        return settings.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
