using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Ml.Alerting;
using Platform.Ml.Watching;
using Platform.Projections.Metrics;

namespace Platform.Ml;

/// <summary>Detectors, forecasters and scoring.</summary>
public static class MlModule
{
    /// <summary>Registers the module's services.</summary>
    public static IServiceCollection AddMl(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureMarten(options =>
        {
            options.Storage.ExtendedSchemaObjects.Add(new WatchTable());
            options.Storage.ExtendedSchemaObjects.Add(new GapTable());
            options.Storage.ExtendedSchemaObjects.Add(new SeenTable());
        });
        services.AddSingleton<WatchStore>().AddSingleton<AnomalyLog>().AddSingleton<AlertRounds>();
        services.AddHostedService<SeriesWatch>();
        return services;
    }
}
