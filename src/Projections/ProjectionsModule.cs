using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Ingestion;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Corrections;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Funnels;
using Platform.Projections.Lifecycle;
using Platform.Projections.Lineage;
using Platform.Projections.Live;
using Platform.Projections.Overview;
using Platform.Projections.Paths;
using Platform.Projections.Persons;
using Platform.Projections.Reading;
using Platform.Projections.Rebuilds;
using Platform.Projections.Retention;
using Platform.Projections.Rollups;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Stickiness;
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
            options.Storage.ExtendedSchemaObjects.Add(new GenerationTable());
            options.Storage.ExtendedSchemaObjects.Add(new RebuildProgressTable());
            options.Storage.ExtendedSchemaObjects.Add(new RowDifferenceTable());
            foreach (var model in ReadModels.All)
                options.Add(model);
        });
        services.AddHostedService<RebuildRunner>();
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
        services.AddSingleton<EveryNodesEvents>().AddSingleton<IEventsStoredListener>(provider => provider.GetRequiredService<EveryNodesEvents>());
        services.AddHostedService(provider => provider.GetRequiredService<EveryNodesEvents>());
        services.AddSingleton<FunnelQuery>().AddSingleton<RetentionQuery>().AddSingleton<PathsQuery>().AddSingleton<StickinessQuery>().AddSingleton<LifecycleQuery>();
        services.AddSingleton<PersonKeys>().AddSingleton<PersonsOfQuestion>().AddSingleton<LineageQuery>().AddSingleton<CorrectionsQuery>();
        services.AddSingleton<TrendQuery>().AddSingleton<BreakdownQuery>().AddSingleton<OverviewQuery>();
        services.AddSingleton<EventsQuery>().AddSingleton<SessionsQuery>().AddSingleton<PersonsQuery>().AddSingleton<TraitsQuery>();
        services.AddSingleton<CatalogQuery>().AddSingleton<MetricSeriesQuery>().AddSingleton<ProjectionStatusQuery>();
        return services;
    }

    private static void Add(this StoreOptions options, IReadModel model)
    {
        foreach (var table in model.Tables)
            options.Storage.ExtendedSchemaObjects.Add(table);
        options.Projections.Add(new LiveReadModel(model), ProjectionLifecycle.Async, model.Name, async =>
        {
            async.BatchSize = PageSize;
            async.MaximumHopperSize = PageSize * 2; // a projection that is behind reads ahead one page, not the whole backlog
            // The event store's own rebuild empties exactly the model's own tables first: without this it would count twice.
            foreach (var table in model.Tables)
                async.DeleteDataInTableOnTeardown(table.Identifier.QualifiedName);
        });
    }
}
