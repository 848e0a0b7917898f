using Microsoft.Extensions.DependencyInjection;
using Platform.Ingest.Kafka.Raw;
using Platform.Ingest.Messages;
using Platform.Ingest.Storing;

namespace Platform.Ingest.Kafka;

/// <summary>The way through the brokers: collectors produce, and a node that consumes stores.</summary>
internal static class KafkaModule
{
    public static void AddKafka(this IServiceCollection services, KafkaOptions kafka)
    {
        services.AddSingleton(kafka).AddSingleton<KafkaClients>().AddSingleton<KafkaStatus>().AddSingleton<DeadLetterTopic>();
        services.AddSingleton<KafkaSink>().AddSingleton<IEventSink>(provider => provider.GetRequiredService<KafkaSink>());
        services.AddHostedService(provider => provider.GetRequiredService<KafkaSink>());
        services.AddHostedService<KafkaWatch>();
        if (!kafka.Consume)
            return;
        services.AddConsumer<EventsReader>(kafka.EventsTopic, kafka.Group);
        if (kafka.RawTopic.Length > 0)
            services.AddConsumer<RawReader>(kafka.RawTopic, kafka.Group + ".raw");
        if (kafka.MessagesTopic.Length > 0)
            services.AddHostedService<StoredTeller>();
    }

    private static void AddConsumer<TReader>(this IServiceCollection services, string topic, string group)
        where TReader : class, IMessageReader
    {
        services.AddSingleton<TReader>();
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(provider => new ConsumerService(
            ActivatorUtilities.CreateInstance<TopicConsumer>(provider, topic, group, provider.GetRequiredService<TReader>())));
    }
}
