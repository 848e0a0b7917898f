using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Platform.Host.Access;

/// <summary>Authenticates <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class BearerKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Scheme_ = "Bearer";

    public static ClaimsPrincipal? Principal(AdminKey key, string header) =>
        header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && key.Matches(header["Bearer ".Length..].Trim())
            ? new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "api"), new(ClaimTypes.Role, Roles.Admin)], Scheme_))
            : null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(Principal(key, header) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name))
            : AuthenticateResult.Fail("The key is not known."));
    }
}

/// <summary>Roles of those who may log in.</summary>
public static class Roles
{
    /// <summary>May see every tenant and run every command.</summary>
    public const string Admin = "admin";
}
