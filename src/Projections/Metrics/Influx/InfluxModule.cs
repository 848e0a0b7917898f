using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.Projections.Metrics.Influx;

/// <summary>InfluxDB beside the rollups, where <c>ConnectionStrings:InfluxDb</c> names one.</summary>
internal static class InfluxModule
{
    /// <summary>Registers the mirror, on nodes that project.</summary>
    public static void AddInfluxMirror(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.AddInflux(configuration))
            services.AddHostedService<InfluxMirror>();
    }

    /// <summary>Registers whoever reads from it, on nodes that answer.</summary>
    public static void AddInfluxSeries(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.AddInflux(configuration))
            services.AddSingleton<InfluxSeries>();
    }

    private static bool AddInflux(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetConnectionString("InfluxDb") is not { Length: > 0 } text)
            return false;
        services.TryAddSingleton(InfluxSettings.Parse(text));
        services.TryAddSingleton<InfluxClient>();
        services.TryAddSingleton<InfluxQueue>();
        return true;
    }
}
