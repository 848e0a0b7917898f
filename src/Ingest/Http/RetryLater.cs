using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Http;

/// <summary>503 or 429 with Retry-After: nothing is wrong with the request, its time is.</summary>
internal sealed class RetryLater(string message, int status = StatusCodes.Status503ServiceUnavailable) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        if (httpContext.Response.Headers.RetryAfter.Count == 0)
            httpContext.Response.Headers.RetryAfter = "1";
        return httpContext.Response.WriteAsJsonAsync(new { success = false, message });
    }
}
