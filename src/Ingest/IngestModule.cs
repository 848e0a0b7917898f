using Marten;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;
using Platform.Ingest.BrowserScript;
using Platform.Ingest.Enrichment;
using Platform.Ingest.Erasure;
using Platform.Ingest.Http;
using Platform.Ingest.Import;
using Platform.Ingest.Kafka;
using Platform.Ingest.Messages;
using Platform.Ingest.Protocols;
using Platform.Ingest.Sources;
using Platform.Ingest.Steps;
using Platform.Ingest.Storing;

namespace Platform.Ingest;

/// <summary>Collectors, the steps of ingest, and appending to the event store.</summary>
public static class IngestModule
{
    /// <summary>Registers the module's services and its part of the store's configuration.</summary>
    /// <param name="kafka">The brokers between collectors and store; null for a queue in this process.</param>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration, KafkaOptions? kafka)
    {
        services.AddOptions<IngestOptions>().Bind(configuration.GetSection("Ingest"));
        services.AddSingleton<Places>().AddSingleton<Enricher>().AddSingleton<CookielessVisitor>().AddSingleton<FileImport>();
        services.AddHostedService(provider => provider.GetRequiredService<CookielessVisitor>());
        services.AddSingleton<IngestSteps>().AddSingleton<IngestPipeline>().AddSingleton<BatchStore>();
        services.AddSingleton<ISourceDirectory, SourceDirectory>();
        services.AddSingleton<StrangerLetters>().AddSingleton<Collector>();
        if (kafka is null)
            services.AddSingleton<EventQueue>().AddSingleton<IEventSink>(provider => provider.GetRequiredService<EventQueue>()).AddHostedService<StoreWriter>();
        else
            services.AddKafka(kafka);
        services.ConfigureMarten(options =>
        {
            options.Schema.For<DeadLetter>(); // made at the start: the first letter may come with two writers at once
            options.Storage.ExtendedSchemaObjects.Add(new MessageIdTable());
            options.Storage.ExtendedSchemaObjects.Add(new SaltTable());
            options.Storage.ExtendedSchemaObjects.Add(new ToldTable());
            options.Storage.ExtendedSchemaObjects.Add(new ErasedEventTable());
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
