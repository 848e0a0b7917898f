using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Platform.ReadApi.Tenancy;

/// <summary>Who asks, by the host's authentication and the policy <c>viewer</c>.</summary>
public sealed class Access(IServiceScopeFactory scopes)
{
    /// <summary>The policy that whoever asks must meet.</summary>
    public const string Policy = "viewer";

    /// <summary>Whether the policy lets the user ask.</summary>
    public static async Task<bool> AllowsAsync(HttpContext http, ClaimsPrincipal user) =>
        user.Identity?.IsAuthenticated == true
        && (await http.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, http, Policy)).Succeeded;

    /// <summary>
    /// The user behind an open connection, asked anew: by the cookie or key it was opened with, or by the key of its
    /// <c>connection_init</c>. Null when that no longer lets anybody in.
    /// </summary>
    public async Task<ClaimsPrincipal?> AuthenticateAsync(HttpContext opened, string? authorization)
    {
        await using var scope = scopes.CreateAsyncScope(); // handlers remember their result for a request, so it takes a fresh one
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Scheme = opened.Request.Scheme;
        http.Request.Host = opened.Request.Host;
        http.Request.Path = opened.Request.Path;
        http.Request.Method = HttpMethods.Get;
        http.Connection.RemoteIpAddress = opened.Connection.RemoteIpAddress;
        if (authorization is null)
            http.Request.Headers[HeaderNames.Cookie] = opened.Request.Headers.Cookie;
        http.Request.Headers[HeaderNames.Authorization] = authorization ?? opened.Request.Headers.Authorization.ToString();
        var result = await scope.ServiceProvider.GetRequiredService<IAuthenticationService>().AuthenticateAsync(http, null);
        return result is { Succeeded: true, Principal: { } user } && await AllowsAsync(http, user) ? user : null;
    }
}
