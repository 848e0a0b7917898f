using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Platform.Host.Modules;

/// <summary>Serves the built web UI: hashed assets for a year, the page itself never from a cache, and the page for every address of the UI.</summary>
internal static class WebUi
{
    /// <summary>Compresses what the UI consists of, and nothing that holds a secret or a stream.</summary>
    public static IServiceCollection AddWebUi(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"];
    });

    /// <summary>Where the page answers besides the root: every address that is neither a file nor a program's.</summary>
    public const string Pages = @"{*path:nonfile:regex(^(?!(api|v1|graphql|health|metrics)(/|$)))}";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapWebUi(this WebApplication app)
    {
        var root = Path.GetFullPath(app.Configuration["WebRoot"] ?? Path.Combine(AppContext.BaseDirectory, "web"));
        if (!File.Exists(Path.Combine(root, "index.html")))
        {
            app.MapGet("/", () => Results.Text("The web UI is not built. Run ops/up, or 'npm run build' in web/ and set WebRoot.")).AllowAnonymous();
            return;
        }
        var files = new PhysicalFileProvider(root);
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = Cache, ContentTypeProvider = new FileExtensionContentTypeProvider() });
        foreach (var address in new[] { "/", Pages })
            app.MapMethods(address, Reading, async http =>
            {
                http.Response.Headers.CacheControl = "no-cache";
                http.Response.ContentType = "text/html; charset=utf-8";
                await http.Response.SendFileAsync(files.GetFileInfo("index.html"));
            }).AllowAnonymous().WithOrder(int.MaxValue);
    }

    private static void Cache(StaticFileResponseContext response) =>
        response.Context.Response.Headers.CacheControl = response.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
}
