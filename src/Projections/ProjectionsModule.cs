using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Ingestion;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Live;
using Platform.Projections.Overview;
using Platform.Projections.Persons;
using Platform.Projections.Reading;
using Platform.Projections.Rollups;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Trends;

namespace Platform.Projections;

/// <summary>Projections and the read models they own.</summary>
public static class ProjectionsModule
{
    private const int PageSize = 5_000;

    /// <summary>Registers the projections that the store's daemon runs.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureMarten(options =>
        {
            options.Add(new PersonsProjection(), PersonsProjection.Name,
                PersonsProjection.Visitors, PersonsProjection.Traits, PersonsProjection.Edges, PersonsProjection.Links);
            options.Add(new CatalogProjection(), CatalogProjection.Name, CatalogProjection.Events, CatalogProjection.Properties);
            options.Add(new RollupProjection(), RollupProjection.Name, RollupProjection.Table);
        });
        services.AddSingleton<ProjectionRebuild>();
        return services;
    }

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
        services.AddSingleton<LiveWindow>().AddSingleton<StoredEventFeed>();
        services.AddSingleton<IEventsStoredListener>(provider => provider.GetRequiredService<LiveWindow>());
        services.AddSingleton<IEventsStoredListener>(provider => provider.GetRequiredService<StoredEventFeed>());
        services.AddSingleton<TrendQuery>().AddSingleton<BreakdownQuery>().AddSingleton<OverviewQuery>();
        services.AddSingleton<EventsQuery>().AddSingleton<SessionsQuery>().AddSingleton<PersonsQuery>();
        services.AddSingleton<CatalogQuery>().AddSingleton<MetricSeriesQuery>().AddSingleton<ProjectionStatusQuery>();
        return services;
    }

    // A rebuild empties exactly the projection's own tables first: without this it would count twice.
    private static void Add(this StoreOptions options, IProjection projection, string name, params ReadTable[] tables)
    {
        foreach (var table in tables)
            options.Storage.ExtendedSchemaObjects.Add(table);
        options.Projections.Add(projection, ProjectionLifecycle.Async, name, async =>
        {
            async.BatchSize = PageSize;
            async.MaximumHopperSize = PageSize * 5;
            foreach (var table in tables)
                async.DeleteDataInTableOnTeardown(table.Identifier.QualifiedName);
        });
    }
}
