using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Ingest;

/// <summary>Collectors, the steps of ingest, and appending to the event store.</summary>
public static class IngestModule
{
    /// <summary>Registers the module's services and its part of the store's configuration.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration) => services;

    /// <summary>Maps the collectors' routes.</summary>
    public static IEndpointRouteBuilder MapIngest(this IEndpointRouteBuilder routes) => routes;
}
