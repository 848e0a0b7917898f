using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Platform.ReadApi.Settings;
using Platform.ReadApi.Transports;

namespace Platform.ReadApi.Explorer;

/// <summary>Banana Cake Pop for browsers, from files beside the executable: nothing comes from elsewhere, nothing is told to anybody.</summary>
public sealed class ExplorerPages : IDisposable
{
    /// <summary>The folder of the explorer's files beside the executable.</summary>
    public const string Folder = "explorer";

    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".webmanifest"] = "application/manifest+json" } };

    private readonly PhysicalFileProvider? _files;

    /// <summary>Looks for the files.</summary>
    public ExplorerPages(IOptions<GraphQLSettings> settings)
    {
        var root = Path.Combine(AppContext.BaseDirectory, Folder);
        if (settings.Value.Explorer && File.Exists(Path.Combine(root, "index.html")))
            _files = new PhysicalFileProvider(root);
    }

    /// <inheritdoc />
    public void Dispose() => _files?.Dispose();

    /// <summary>Whether this is a browser that opens the address, and there is an explorer to show.</summary>
    public bool Shows(HttpRequest request) => _files is not null && HttpMethods.IsGet(request.Method)
        && MediaTypes.WantsPage(request.Headers.Accept.ToString()) && !request.Query.ContainsKey("query") && !request.Query.ContainsKey("documentId");

    /// <summary>The page; its links are relative, so its address must end in a slash.</summary>
    public async Task ShowAsync(HttpContext http)
    {
        if (http.User.Identity?.IsAuthenticated != true)
            http.Response.Redirect("/");
        else if (http.Request.Path.Value?.EndsWith('/') != true)
            http.Response.Redirect(http.Request.PathBase + ReadApiModule.Path + "/");
        else
            await SendAsync(http, "index.html");
    }

    /// <summary>A file of the explorer.</summary>
    public async Task SendAsync(HttpContext http, string file)
    {
        var found = _files?.GetFileInfo(file);
        if (found is not { Exists: true } || !Types.TryGetContentType(file, out var type))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.ContentType = type;
        http.Response.ContentLength = found.Length;
        http.Response.Headers.CacheControl = file.StartsWith("static/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        await http.Response.SendFileAsync(found, http.RequestAborted);
    }

    /// <summary>The explorer's settings.</summary>
    public static Task SendSettingsAsync(HttpContext http) => http.Response.WriteAsJsonAsync(new
    {
        title = "Platform",
        useBrowserUrlAsEndpoint = false,
        endpoint = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{ReadApiModule.Path}",
        disableTelemetry = true,
        includeCookies = true,
        subscriptionProtocol = "graphql-transport-ws",
        graphQLDocument = "query Live {\n  live {\n    personsLast5Minutes\n    eventsPerSecond\n    topPages {\n      value\n      count\n    }\n  }\n}\n",
    }, JsonSerializerOptions.Web, http.RequestAborted);
}
