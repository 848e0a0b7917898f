using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Ingest.Http;
using Platform.Ingest.Protocols.Amplitude;
using Platform.Ingest.Protocols.CloudEvents;
using Platform.Ingest.Protocols.Ga4;
using Platform.Ingest.Protocols.Matomo;
using Platform.Ingest.Protocols.Mixpanel;
using Platform.Ingest.Protocols.OpenPanel;
using Platform.Ingest.Protocols.Plausible;
using Platform.Ingest.Protocols.PostHog;
using Platform.Ingest.Protocols.Rybbit;
using Platform.Ingest.Protocols.Segment;
using Platform.Ingest.Protocols.Snowplow;
using Platform.Ingest.Protocols.Umami;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Protocols;

/// <summary>Every protocol on its paths. Where several share one, the first that recognises the request takes it.</summary>
internal static class ProtocolRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Protocol[] known =
        [
            new SegmentProtocol(), new CloudEventsProtocol(), new PlausibleProtocol(), new UmamiProtocol(), new SnowplowProtocol(), new MatomoProtocol(), new Ga4Protocol(),
            new OpenPanelProtocol(), new RybbitProtocol(), new AmplitudeProtocol(routes.ServiceProvider.GetRequiredService<TimeProvider>()), new PostHogProtocol(), new MixpanelProtocol(),
        ];
        var group = routes.MapGroup("").AllowAnonymous();
        group.AddEndpointFilter(async (context, next) =>
        {
            Cors.Allow(context.HttpContext);
            try
            {
                return await next(context);
            }
            catch (Exception failure) when (Transient.OfDatabase(failure))
            {
                return new RetryLater("The store cannot be reached just now; send the same events again.");
            }
        });
        foreach (var shared in known.SelectMany(protocol => protocol.Paths, (protocol, path) => (protocol, path)).GroupBy(item => item.path, item => item.protocol))
        {
            Protocol[] protocols = [.. shared];
            string[] methods = protocols.Any(protocol => protocol.ByGet) ? [HttpMethods.Post, HttpMethods.Get] : [HttpMethods.Post];
            group.MapMethods(shared.Key, methods, (HttpContext http, Collector collector) => collector.CollectAsync(http, protocols));
            group.MapMethods(shared.Key, [HttpMethods.Options], () => Results.NoContent());
        }
        foreach (var protocol in known)
            protocol.MapOthers(group);
    }

    /// <summary>Maps a question that a client asks, for pages of any origin as well.</summary>
    public static void MapQuestion(this IEndpointRouteBuilder routes, string path, string[] methods, Delegate answer)
    {
        routes.MapMethods(path, methods, answer);
        routes.MapMethods(path, [HttpMethods.Options], () => Results.NoContent());
    }
}
