using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Platform.Contracts.Users;

namespace Platform.Host.Access;

/// <summary>Who may do what: nothing answers without credentials unless it says so.</summary>
internal static class AccessModule
{
    public static void AddAccess(this WebApplicationBuilder builder, PlatformSettings settings)
    {
        var services = builder.Services;
        var keys = PrivateDirectory(Path.Combine(settings.Data, "keys"));
        services.AddDataProtection().SetApplicationName("platform").PersistKeysToFileSystem(keys);
        services.AddSingleton<AdminKey>().AddSingleton<Lockout>().AddSingleton<LogIns>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, options => options.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? BearerKeyHandler.Scheme_ : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerKeyHandler>(BearerKeyHandler.Scheme_, null)
            .AddCookie(Cookie);
        services.AddAuthorizationBuilder()
            .AddPolicy(ReadApi.Tenancy.Access.Policy, policy => policy.RequireAuthenticatedUser())
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    // Whoever reads these keys can make a log-in.
    private static DirectoryInfo PrivateDirectory(string path)
    {
        var directory = Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return directory;
    }

    private const string Either = "either";

    private static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "platform";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = async context =>
        {
            var logIns = context.HttpContext.RequestServices.GetRequiredService<LogIns>();
            if (!await logIns.HoldsAsync(context.Principal!, context.HttpContext.RequestAborted))
                context.RejectPrincipal();
        };
        options.Events.OnRedirectToLogin = context => Status(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Status(context, StatusCodes.Status403Forbidden);
    }

    private static Task Status(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
