using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Marten;
using Microsoft.AspNetCore.Authentication.Cookies;
using Platform.Contracts;
using Platform.Contracts.Users;

namespace Platform.Host.Access;

/// <summary>
/// Cookies of the UI. Each carries a mark of the password it was made with, so that a new password ends every older log-in;
/// the user is read again after a few seconds, not at each request.
/// </summary>
internal sealed class LogIns(IDocumentStore store, TimeProvider clock)
{
    private const string MarkClaim = "mark";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (string? Mark, long ReadAt)> _marks = new(StringComparer.Ordinal);

    /// <summary>The claims of a user.</summary>
    public static ClaimsPrincipal Principal(User user)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme);
        identity.AddClaim(new(ClaimTypes.Name, user.Name));
        identity.AddClaim(new(MarkClaim, Mark(user)));
        if (user.IsAdmin)
            identity.AddClaim(new(ClaimTypes.Role, Roles.Admin));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Whether the log-in still holds.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.Identity?.Name is not { } name)
            return false;
        if (!_marks.TryGetValue(name, out var known) || clock.GetElapsedTime(known.ReadAt) > Fresh)
        {
            await using var session = store.QuerySession();
            var user = await session.LoadAsync<User>(DerivedId.User(name), cancellation);
            _marks[name] = known = (user is null ? null : Mark(user), clock.GetTimestamp());
        }
        return known.Mark is { } mark && principal.HasClaim(MarkClaim, mark);
    }

    private static string Mark(User user) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user.PasswordHash)).AsSpan(0, 8));
}
