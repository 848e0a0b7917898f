using Marten;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.BrowserScript;
using Platform.Ingest.DeadLetters;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Erasure;
using Platform.Ingest.Http;
using Platform.Ingest.Identity;
using Platform.Ingest.Import;
using Platform.Ingest.Kafka;
using Platform.Ingest.Messages;
using Platform.Ingest.Protocols;
using Platform.Ingest.Quotas;
using Platform.Ingest.Sources;
using Platform.Ingest.Steps;
using Platform.Ingest.Storing;

namespace Platform.Ingest;

/// <summary>Collectors, the steps of ingest, and appending to the event store.</summary>
public static class IngestModule
{
    /// <summary>Registers the collectors and the module's part of the store's configuration.</summary>
    /// <param name="kafka">The brokers between collectors and store; null for a queue in this process.</param>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration, KafkaOptions? kafka)
    {
        services.AddIngestRules(configuration);
        services.AddHostedService(provider => provider.GetRequiredService<CookielessVisitor>());
        services.AddSingleton<StoreStatus>().AddSingleton<FileImport>().AddSingleton<ImportUploads>().AddSingleton<HistoryStore>().AddSingleton<IngestPipeline>().AddSingleton<BatchStore>();
        services.AddSingleton<QuotaLedger>();
        services.AddSingleton<IEventsStoredListener>(provider => provider.GetRequiredService<QuotaLedger>());
        services.AddSingleton<StrangerLetters>().AddSingleton<Collector>();
        if (kafka is null)
            services.AddSingleton<EventQueue>().AddSingleton<IEventSink>(provider => provider.GetRequiredService<EventQueue>()).AddHostedService<StoreWriter>();
        else
            services.AddKafka(kafka);
        return services;
    }

    /// <summary>Registers what the module's commands need, on a node that collects nothing but takes commands as well.</summary>
    public static IServiceCollection AddIngestRules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IngestOptions>().Bind(configuration.GetSection("Ingest")).PostConfigure(options =>
        {
            if (options.ImportDirectory.Length == 0)
                options.ImportDirectory = Path.Combine(configuration["Data"] ?? "data", "imports");
        });
        services.AddSingleton<Places>().AddSingleton<Enricher>().AddSingleton<CookielessVisitor>().AddSingleton<IngestSteps>();
        services.AddSingleton<ISourceDirectory, SourceDirectory>().AddSingleton<FloodGate>().AddSingleton<StoringRules>();
        services.AddSingleton<LetterRules>().AddSingleton<ImportLog>().AddSingleton<EventListeners>();
        services.ConfigureMarten(options =>
        {
            options.Schema.For<DeadLetter>(); // made at the start: the first letter may come with two writers at once
            options.Storage.ExtendedSchemaObjects.Add(new MessageIdTable());
            options.Storage.ExtendedSchemaObjects.Add(new RefusedIdTable());
            options.Storage.ExtendedSchemaObjects.Add(new SaltTable());
            options.Storage.ExtendedSchemaObjects.Add(new ToldTable());
            options.Storage.ExtendedSchemaObjects.Add(new ErasedEventTable());
            options.Storage.ExtendedSchemaObjects.Add(new JoinTable());
            options.Storage.ExtendedSchemaObjects.Add(new ImportTable());
            options.Storage.ExtendedSchemaObjects.Add(new CountTable());
            options.Storage.ExtendedSchemaObjects.Add(new MonthTable());
            options.Storage.ExtendedSchemaObjects.Add(new MinuteTable());
        });
        return services;
    }

    /// <summary>Maps the collectors' routes.</summary>
    public static IEndpointRouteBuilder MapIngest(this IEndpointRouteBuilder routes)
    {
        ProtocolRoutes.Map(routes);
        ScriptRoute.Map(routes);
        return routes;
    }
}
