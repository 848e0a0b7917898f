using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Ingestion;
using Platform.Projections.Alerts;
using Platform.Projections.Anomalies;
using Platform.Projections.Attributions;
using Platform.Projections.Breakdowns;
using Platform.Projections.Catalog;
using Platform.Projections.Corrections;
using Platform.Projections.Dashboards;
using Platform.Projections.DataQuality;
using Platform.Projections.Events;
using Platform.Projections.Exploration;
using Platform.Projections.Funnels;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.History;
using Platform.Projections.Lifecycle;
using Platform.Projections.Lineage;
using Platform.Projections.Live;
using Platform.Projections.Metrics;
using Platform.Projections.Metrics.Influx;
using Platform.Projections.Overview;
using Platform.Projections.Paths;
using Platform.Projections.Persons;
using Platform.Projections.Reading;
using Platform.Projections.Rebuilds;
using Platform.Projections.Retention;
using Platform.Projections.Segments;
using Platform.Projections.Sessions;
using Platform.Projections.Status;
using Platform.Projections.Stickiness;
using Platform.Projections.TrackingPlans;
using Platform.Projections.Trends;
using Platform.Projections.WhatIfs;

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
            options.Storage.ExtendedSchemaObjects.Add(new InfluxTable());
            options.Add(ReadModels.All);
        });
        services.InitializeMartenWith<PagePositions>();
        services.AddHostedService<ReadModelRebuilds>();
        services.AddInfluxMirror(configuration);
        return services;
    }

    /// <summary>Registers what every node, and the command line, tells of replays and tries with them.</summary>
    public static IServiceCollection AddReplays(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExplorationOptions>().Bind(configuration.GetSection("Exploration"));
        return services.AddSingleton<RebuildQuery>().AddSingleton<WhatIfReplay>();
    }

    /// <summary>Registers the exploration store alone, kept current and rebuilt where that is asked for.</summary>
    public static IServiceCollection AddExploration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExplorationOptions>().PostConfigure(options =>
        {
            if (options.Path.Length == 0)
                options.Path = Path.Combine(configuration["Data"] ?? "data", "exploration.duckdb");
        });
        services.AddSingleton<ExplorationStore>().AddSingleton<ExplorationTailer>();
        services.AddHostedService(provider => provider.GetRequiredService<ExplorationTailer>());
        return services.AddHostedService<ExplorationRebuilds>();
    }

    /// <summary>Registers the exploration store of a node that answers questions, and the queries over all read models.</summary>
    public static IServiceCollection AddQuestions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddExploration(configuration).AddInfluxSeries(configuration);
        services.AddSingleton<LiveWindow>().AddSingleton<StoredEventFeed>();
        services.AddSingleton<EveryNodesEvents>().AddSingleton<IEventsStoredListener>(provider => provider.GetRequiredService<EveryNodesEvents>());
        services.AddHostedService(provider => provider.GetRequiredService<EveryNodesEvents>());
        services.AddSingleton<FunnelQuery>().AddSingleton<FunnelCorrelationQuery>().AddSingleton<SavedFunnelQuery>().AddSingleton<SavedSegmentQuery>().AddSingleton<DashboardQuery>().AddSingleton<RetentionQuery>().AddSingleton<PathsQuery>().AddSingleton<AttributionQuery>().AddSingleton<StickinessQuery>().AddSingleton<LifecycleQuery>().AddSingleton<HistoryQuery>();
        services.AddSingleton<PersonKeys>().AddSingleton<PersonsOfQuestion>().AddSingleton<LineageQuery>().AddSingleton<CorrectionsQuery>();
        services.AddSingleton<TrendQuery>().AddSingleton<BreakdownQuery>().AddSingleton<OverviewQuery>();
        services.AddSingleton<EventsQuery>().AddSingleton<SessionsQuery>().AddSingleton<PersonsQuery>().AddSingleton<TraitsQuery>();
        services.AddSingleton<CompletenessQuery>().AddSingleton<FlowQuery>().AddSingleton<SchemaLearner>().AddSingleton<SchemaTrial>();
        services.AddSingleton<CatalogQuery>().AddSingleton<MetricSeriesQuery>().AddSingleton<AnomaliesQuery>().AddSingleton<AlertsQuery>().AddSingleton<ProjectionStatusQuery>();
        return services;
    }

    // All read models are given the same page, read once, and share its transaction: reading it for each cost more than all of them together.
    private static void Add(this StoreOptions options, IReadOnlyList<IReadModel> models) =>
        options.Projections.CompositeProjectionFor(ReadModels.Page, page =>
        {
            page.Options.BatchSize = PageSize;
            page.Options.MaximumHopperSize = PageSize * 2; // a projection that is behind reads ahead one page, not the whole backlog
            page.Add(Member(new LiveEditions(models), LiveEditions.Name));
            foreach (var model in models)
            {
                foreach (var table in model.Tables)
                    options.Storage.ExtendedSchemaObjects.Add(table);
                var member = Member(new LiveReadModel(model), model.Name);
                // The event store's own rebuild empties exactly the model's own tables first: without this it would count twice.
                foreach (var table in model.Tables)
                    member.Options.DeleteDataInTableOnTeardown(table.Identifier.QualifiedName);
                page.Add(member, stageNumber: 2);
            }
        });

    private static ProjectionWrapper<IDocumentOperations, IQuerySession> Member(IProjection projection, string name) => new(projection, ProjectionLifecycle.Async) { Name = name };
}
