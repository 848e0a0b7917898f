using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Contracts.Tenants;
using Platform.Ingest.Http;

namespace Platform.Ingest.Segment;

/// <summary>The public Segment HTTP API and its browser variant.</summary>
internal static class SegmentRoutes
{
    private static readonly (string Path, EventKind? Kind, bool Batch)[] Calls =
    [
        ("batch", null, true), ("b", null, true),
        ("track", EventKind.Track, false), ("t", EventKind.Track, false),
        ("page", EventKind.Page, false), ("p", EventKind.Page, false),
        ("screen", EventKind.Screen, false), ("s", EventKind.Screen, false),
        ("identify", EventKind.Identify, false), ("i", EventKind.Identify, false),
        ("alias", EventKind.Alias, false), ("a", EventKind.Alias, false),
        ("group", EventKind.Group, false), ("g", EventKind.Group, false),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").AllowAnonymous();
        group.AddEndpointFilter((context, next) =>
        {
            Cors.Allow(context.HttpContext);
            return next(context);
        });
        foreach (var (path, kind, batch) in Calls)
        {
            group.MapPost(path, (HttpContext http, SegmentCollector collector) => collector.CollectAsync(http, kind, batch))
                .WithName($"segment-{path}");
            group.MapMethods(path, [HttpMethods.Options], () => Results.NoContent());
        }
        // analytics.js reports on itself here; nobody asked for it, so it is answered and forgotten.
        group.MapPost("m", () => Results.Json(Answer.Success200));
        group.MapMethods("m", [HttpMethods.Options], () => Results.NoContent());
        group.MapGet("projects/{key}/settings", SettingsAsync);
        group.MapMethods("projects/{key}/settings", [HttpMethods.Options], () => Results.NoContent());
    }

    private static async Task<IResult> SettingsAsync(
        string key, HttpRequest request, ISourceDirectory sources, CancellationToken cancellation)
    {
        if (await sources.FindAsync(key, cancellation) is not { } source)
            return Results.Json(new Answer(false, "The write key is not known; copy it from the source's settings."), statusCode: 404);
        return Results.Json(SegmentSettings.For(key, request.Scheme, request.Host.Value ?? "", source.Identification));
    }
}

/// <summary>The body of every answer.</summary>
/// <param name="Success">Whether the request was taken.</param>
/// <param name="Message">What to change, when it was not.</param>
internal sealed record Answer(bool Success, string? Message = null)
{
    public static readonly object Success200 = new { success = true };
}
