using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.BrowserScript;

/// <summary>
/// Serves the browser script at <c>/a.js</c>. With <c>?key=</c> the script learns here, without a request of its own,
/// whether the tenant keeps a first-party id; without it nothing is ever stored with the visitor.
/// </summary>
internal static class ScriptRoute
{
    private static readonly string Script = Read();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/a.js", ServeAsync).AllowAnonymous();

    private static async Task<IResult> ServeAsync(string? key, ISourceDirectory sources, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.AccessControlAllowOrigin = "*";
        var source = key is null ? null : await sources.FindAsync(key, cancellation);
        return Results.Text(
            source?.Identification == VisitorIdentification.FirstParty
                ? Script.Replace("me.getAttribute('data-first-party') !== null", "true", StringComparison.Ordinal)
                : Script.Replace("me.getAttribute('data-first-party') !== null", "false", StringComparison.Ordinal),
            "text/javascript; charset=utf-8");
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(ScriptRoute).Assembly.GetManifestResourceStream("a.js")!);
        return reader.ReadToEnd();
    }
}
