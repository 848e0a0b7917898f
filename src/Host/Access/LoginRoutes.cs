using System.Security.Claims;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Platform.Contracts;
using Platform.Contracts.Users;

namespace Platform.Host.Access;

/// <summary>What the log-in page sends.</summary>
public sealed record Credentials(string? Name, string? Password);

/// <summary>Logging in and out of the UI.</summary>
internal static class LoginRoutes
{
    // Verifying against something takes as long as verifying against a user: names cannot be guessed by the clock.
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<User>().HashPassword(null!, "nobody"));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AddEndpointFilter(SameOrigin);
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
        var name = (credentials.Name ?? "").Trim().ToLowerInvariant();
        string[] subjects = [$"name:{name}", $"address:{http.Connection.RemoteIpAddress}"];
        if (subjects.Max(lockout.Wait) is var wait && wait > TimeSpan.Zero)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Results.Json(new { message = "Too many attempts. Wait a little and try again." }, statusCode: StatusCodes.Status429TooManyRequests);
        }
        var user = name.Length is > 0 and <= 100 ? await session.LoadAsync<User>(DerivedId.User(name), http.RequestAborted) : null;
        var verified = hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? Nobody.Value, credentials.Password ?? "");
        if (user is null || verified == PasswordVerificationResult.Failed)
        {
            Array.ForEach(subjects, lockout.Fail);
            return Results.Json(new { message = "Name or password is wrong." }, statusCode: StatusCodes.Status401Unauthorized);
        }
        Array.ForEach(subjects, lockout.Succeed);
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            user.IsAdmin ? [new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, Roles.Admin)] : [new(ClaimTypes.Name, user.Name)],
            CookieAuthenticationDefaults.AuthenticationScheme));
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, principal);
        return Results.Json(Viewer(principal));
    }

    private static object Viewer(ClaimsPrincipal user) => new { name = user.Identity?.Name, isAdmin = user.IsInRole(Roles.Admin) };

    // Cookies are sent along with requests that other sites cause: those carry their own origin.
    private static async ValueTask<object?> SameOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var origin = request.Headers.Origin.ToString();
        var same = origin.Length == 0 || Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
        return same ? await next(context) : Results.Json(new { message = "The request comes from another site." }, statusCode: StatusCodes.Status403Forbidden);
    }
}
