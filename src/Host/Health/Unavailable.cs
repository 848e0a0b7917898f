using Platform.Ingest.Storing;

namespace Platform.Host.Health;

/// <summary>A database that is away is nobody's fault and passes: 503 with <c>Retry-After</c>, for programs, GraphQL clients and the page alike.</summary>
internal static class Unavailable
{
    private const string Message = "The database cannot be reached just now. It is tried again by itself; ask again in a moment. /health/ready says what is wrong.";

    public static void UseUnavailable(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Unavailable));
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (Exception failure) when (Transient.OfDatabase(failure) && !http.Response.HasStarted)
            {
                log.LogWarning("{Path} could not be answered: {Problem}", http.Request.Path, failure.GetBaseException().Message);
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                http.Response.Headers.RetryAfter = "1";
                http.Response.Headers.CacheControl = "no-store";
                await http.Response.WriteAsJsonAsync(new { message = Message, errors = new[] { new { message = Message, extensions = new { code = "UNAVAILABLE" } } } });
            }
        });
    }
}
