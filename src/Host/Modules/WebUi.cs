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
        app.MapFallback("{*path:nonfile}", async http =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.SendFileAsync(files.GetFileInfo("index.html"));
        }).AllowAnonymous();
    }

    private static void Cache(StaticFileResponseContext response) =>
        response.Context.Response.Headers.CacheControl = response.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
}
