using System.Text;
using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Http;

/// <summary>Collectors answer every origin, with credentials: the origin is mirrored, as browser clients expect. Write keys can only write.</summary>
internal static class Cors
{
    public static void Allow(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !Ascii.IsValid(origin)) // what is not ASCII cannot be said back in a header, and is no origin
            return;
        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(http.Request.Method))
            return;
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders.ToString() is { Length: > 0 } asked && Ascii.IsValid(asked)
            ? asked
            : "Authorization, Content-Type, Content-Encoding";
        headers.AccessControlMaxAge = "86400";
    }
}
