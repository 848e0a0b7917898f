using System.Globalization;
using System.Security.Claims;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Platform.Contracts;
using Platform.Contracts.Users;
using Platform.ReadApi.Transports;

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
        var api = routes.MapGroup("/api").AddEndpointFilter(OwnPagesOnly).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
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
            return Says(StatusCodes.Status400BadRequest, $"Name and password have at most {Longest} characters.");
        string[] subjects = [$"name:{name}", Lockout.Subject(http.Connection.RemoteIpAddress)];
        if (lockout.Begin(subjects) is var wait && wait > TimeSpan.Zero)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Says(StatusCodes.Status429TooManyRequests, "Too many attempts. Wait a little and try again.");
        }
        var user = await session.LoadAsync<User>(DerivedId.User(name), http.RequestAborted);
        var verified = hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? Nobody, password);
        if (user is null || verified == PasswordVerificationResult.Failed)
            return Says(StatusCodes.Status401Unauthorized, "Name or password is wrong.");
        lockout.Succeed(subjects);
        var principal = LogIns.Principal(user);
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return Results.Json(Viewer(principal));
    }

    private static object Viewer(ClaimsPrincipal user) => new { name = user.Identity?.Name, isAdmin = user.IsInRole(Roles.Admin) };

    private static IResult Says(int status, string message) => Results.Json(new { message }, statusCode: status);

    // Cookies are sent along with requests that other sites cause: those say where they come from.
    private static async ValueTask<object?> OwnPagesOnly(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<SameOrigin>().Allows(context.HttpContext.Request)
            ? await next(context)
            : Says(StatusCodes.Status403Forbidden, "The request comes from another site.");
}
