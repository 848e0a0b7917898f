using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Http;

/// <summary>503 with Retry-After: nothing is wrong with the request, its time is.</summary>
internal sealed class RetryLater(string message) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "1";
        return httpContext.Response.WriteAsJsonAsync(new { success = false, message });
    }
}
