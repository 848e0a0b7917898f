using System.Net;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Platform.Host;
using Platform.Host.EventStore;
using Platform.Host.Modules;

namespace Platform.Tests.Integration.LogIn;

[UnsupportedOSPlatform("windows")]
public class EveryEndpointTests(PlatformFixture platform)
{
    private const string Elsewhere = "203.0.113.9";
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    // Collectors know write keys; a shared dashboard is behind a link that cannot be guessed; health says nothing of anybody; GraphQL asks for the log-in itself, since sockets bring it later.
    private static readonly string[] Open =
    [
        "/health/live", "/health/ready", "/api/login", "/api/logout", "/a.js", "/graphql", "/graphql/manifest.webmanifest", "/api/shared/{token}", "/", WebUi.Pages,
    ];

    private static readonly string[] Collectors =
    [
        "/batch", "/e", "/i/v0/e", "/capture", "/track", "/engage", "/groups", "/import", "/decide", "/flags", "/array/{token}/config", "/array/{token}/config.js",
        "/api/event", "/api/send", "/api/batch", "/com.snowplowanalytics.snowplow/tp2", "/i", "/matomo.php", "/piwik.php", "/2/httpapi", "/mp/collect",
        "/identify", "/api/track", "/api/identify", "/site/tracking-config/{id}", "/api/site/tracking-config/{id}",
        "/api/s/batch", "/api/s/track", "/api/s/page", "/api/s/screen", "/api/s/identify", "/api/s/alias", "/api/s/group",
        "/beacon/v1/batch", "/sourceConfig",
    ];

    [Fact]
    public async Task Only_health_the_collectors_and_the_log_in_page_are_open()
    {
        var open = (await EndpointsAsync()).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Pattern);

        Assert.Empty(open.Where(path => !path.StartsWith("/v1/", StringComparison.Ordinal)).Except([.. Open, .. Collectors]));
    }

    [Fact]
    public async Task Every_other_endpoint_refuses_strangers_whatever_the_method()
    {
        var closed = (await EndpointsAsync()).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(Pattern).Distinct().ToList();
        Assert.Contains("/metrics", closed);
        Assert.Contains("/api/viewer", closed);
        foreach (var path in closed)
            foreach (var method in Methods)
                Assert.Contains(await StatusAsync(method, Regex.Replace(path, @"\{[^}]*\}", "x")), Refusals);
    }

    [Theory]
    [InlineData("GET", "/graphql?query=%7Bviewer%7Bname%7D%7D")]
    [InlineData("POST", "/graphql")]
    [InlineData("GET", "/graphql")]
    [InlineData("POST", "/graphql/")]
    public async Task GraphQL_refuses_strangers(string method, string path) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(method, path));

    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed];

    private async Task<HttpStatusCode> StatusAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("X-Forwarded-For", Elsewhere);
        request.Headers.Add("Accept", "application/json");
        using var response = await platform.Host.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Pattern(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!;

    // The same composition as the running host's, built but not started, to learn of every route there is.
    private static async Task<IReadOnlyList<RouteEndpoint>> EndpointsAsync()
    {
        var directory = Directory.CreateTempSubdirectory("platform-routes-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "index.html"), "<!doctype html>");
            var builder = WebApplication.CreateBuilder([$"--Data={directory.FullName}", $"--WebRoot={directory.FullName}"]);
            builder.AddEventStore("Host=nowhere;Database=nothing", runProjections: true);
            builder.AddModules(ModuleSwitches.All, PlatformSettings.Read(builder.Configuration), Verb.Of([]));
            await using var app = builder.Build();
            app.MapModules(ModuleSwitches.All);
            return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
