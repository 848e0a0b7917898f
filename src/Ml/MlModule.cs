using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Ml;

/// <summary>Detectors, forecasters and scoring.</summary>
public static class MlModule
{
    /// <summary>Registers the module's services.</summary>
    public static IServiceCollection AddMl(this IServiceCollection services, IConfiguration configuration) => services;
}
