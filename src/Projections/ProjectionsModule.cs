using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Projections;

/// <summary>Projections and the read models they own.</summary>
public static class ProjectionsModule
{
    /// <summary>Registers the projections with the store and starts what keeps them current.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services, IConfiguration configuration) => services;
}
