using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Projections.Breakdowns;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Overview;
using Platform.Projections.Sessions;
using Platform.Projections.Trends;

namespace Platform.Projections;

/// <summary>Projections and the read models they own.</summary>
public static class ProjectionsModule
{
    /// <summary>Registers the projections with the store and starts what keeps them current.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services, IConfiguration configuration) => services;

    /// <summary>Registers the exploration store of a node that answers questions, and the queries over all read models.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExplorationOptions>().Bind(configuration.GetSection("Exploration")).PostConfigure(options =>
        {
            if (options.Path.Length == 0)
                options.Path = Path.Combine(configuration["Data"] ?? "data", "exploration.duckdb");
        });
        services.AddSingleton<ExplorationStore>().AddSingleton<ExplorationTailer>();
        services.AddHostedService(provider => provider.GetRequiredService<ExplorationTailer>());
        services.AddSingleton<TrendQuery>().AddSingleton<BreakdownQuery>().AddSingleton<OverviewQuery>();
        services.AddSingleton<EventsQuery>().AddSingleton<SessionsQuery>();
        return services;
    }
}
