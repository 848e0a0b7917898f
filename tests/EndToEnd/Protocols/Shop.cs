using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>A site of its own with the page and every published file under <c>/npm/</c>.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static readonly string Modules = Path.Combine(NpmClient.Folder, "node_modules");
    private readonly WebApplication _site;

    private Shop(WebApplication site) => _site = site;

    /// <summary>The site's address, another one than the host's.</summary>
    public string Address => _site.Urls.First().Replace("127.0.0.1", "shop.localhost", StringComparison.Ordinal);

    public static async Task<Shop> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var site = builder.Build();
        site.MapGet("/start", () => Results.File(Path.Combine(NpmClient.Folder, "protocols", "browser.html"), "text/html"));
        site.MapGet("/npm/{**path}", (string path) => Results.File(Published(path), "text/javascript"));
        site.MapFallback(() => Results.NoContent());
        await site.StartAsync();
        return new Shop(site);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    // Packages name their own files without an ending.
    private static string Published(string path) => Path.Combine(Modules, path) is var file && File.Exists(file) ? file : file + ".js";
}
