using System.Globalization;
using System.Security.Claims;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Contracts.Users;

namespace Platform.Host.Access;

/// <summary>What the log-in page sends.</summary>
public sealed record Credentials(string? Name, string? Password);

/// <summary>Logging in and out of the UI.</summary>
internal static class LoginRoutes
{
    private const int Longest = 200;
    private const int MostBytes = 4 * 1024;

    // Verifying against something takes as long as verifying against a user: names cannot be guessed by the clock.
    private static readonly string Nobody = new PasswordHasher<User>().HashPassword(null!, "nobody");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AddEndpointFilter(OwnPages.OnlyAsync).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        api.MapPost("login", LoginAsync).AllowAnonymous();
        api.MapPost("logout", async (HttpContext http) =>
        {
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return Results.NoContent();
        }).AllowAnonymous();
        api.MapGet("viewer", (ClaimsPrincipal user) => Results.Json(Viewer(user)));
    }

    private static async Task<IResult> LoginAsync(
        Credentials credentials, HttpContext http, IQuerySession session, IPasswordHasher<User> hasher, Lockout lockout)
    {
        var (name, password) = ((credentials.Name ?? "").Trim().ToLowerInvariant(), credentials.Password ?? "");
        if (name.Length > Longest || password.Length > Longest)
            return OwnPages.Says(StatusCodes.Status400BadRequest, $"Name and password have at most {Longest} characters.");
        string[] subjects = [$"name:{name}", Lockout.Subject(http.Connection.RemoteIpAddress)];
        if (lockout.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return OwnPages.Says(StatusCodes.Status429TooManyRequests, "Too many attempts. Wait a little and try again.");
        }
        var user = await session.LoadAsync<User>(DerivedId.User(name), http.RequestAborted);
        var verified = hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? Nobody, password);
        if (user is null || verified == PasswordVerificationResult.Failed)
            return OwnPages.Says(StatusCodes.Status401Unauthorized, "Name or password is wrong.");
        lockout.Succeed(subjects);
        var principal = LogIns.Principal(user);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return Results.Json(Viewer(principal));
    }

    private static object Viewer(ClaimsPrincipal user) => new { name = user.Identity?.Name, isAdmin = user.IsInRole(Roles.Admin) };
}
