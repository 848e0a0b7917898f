using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Platform.Ingest.Http;
using Platform.Ingest.Protocols.Segment;

namespace Platform.Ingest.Protocols;

/// <summary>Every protocol on its paths. Where several share one, the first that recognises the request takes it.</summary>
internal static class ProtocolRoutes
{
    private static readonly Protocol[] Protocols = [new SegmentProtocol()];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AllowAnonymous();
        group.AddEndpointFilter((context, next) =>
        {
            Cors.Allow(context.HttpContext);
            return next(context);
        });
        foreach (var shared in Protocols.SelectMany(protocol => protocol.Paths, (protocol, path) => (protocol, path)).GroupBy(item => item.path, item => item.protocol))
        {
            Protocol[] protocols = [.. shared];
            string[] methods = protocols.Any(protocol => protocol.ByGet) ? [HttpMethods.Post, HttpMethods.Get] : [HttpMethods.Post];
            group.MapMethods(shared.Key, methods, (HttpContext http, Collector collector) => collector.CollectAsync(http, protocols));
            group.MapMethods(shared.Key, [HttpMethods.Options], () => Results.NoContent());
        }
        foreach (var protocol in Protocols)
            protocol.MapOthers(group);
    }

    /// <summary>Maps a question that a client asks, for pages of any origin as well.</summary>
    public static void MapQuestion(this IEndpointRouteBuilder routes, string path, string[] methods, Delegate answer)
    {
        routes.MapMethods(path, methods, answer);
        routes.MapMethods(path, [HttpMethods.Options], () => Results.NoContent());
    }
}
