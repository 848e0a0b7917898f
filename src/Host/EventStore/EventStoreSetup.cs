using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Events;
using JasperFx.Events.Projections;
using Platform.Contracts.Events;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Tenants;
using Platform.Contracts.Users;
using Platform.Ingest.Kafka;
using Wolverine;
using Wolverine.Marten;

namespace Platform.Host.EventStore;

/// <summary>The event store and the message bus, as every module shares them.</summary>
public static class EventStoreSetup
{
#if DEBUG
    // What is not generated yet is compiled at the first call.
    private const TypeLoadMode PreGenerated = TypeLoadMode.Auto;
#else
    private const TypeLoadMode PreGenerated = TypeLoadMode.Static;
#endif

    /// <summary>Registers Marten on the given database, and Wolverine with its inbox and outbox in the same one.</summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <param name="runProjections">Whether this node takes part in running the asynchronous projections.</param>
    /// <param name="kafka">The brokers that carry what other systems are told; null for none.</param>
    public static WebApplicationBuilder AddEventStore(
        this WebApplicationBuilder builder, string connectionString, bool runProjections, KafkaOptions? kafka = null)
    {
        var marten = builder.Services.AddMarten(options =>
            {
                options.Connection(connectionString);
                options.DisableNpgsqlLogging = true;
                options.Events.TenancyStyle = TenancyStyle.Conjoined;
                options.Events.StreamIdentity = StreamIdentity.AsGuid;
                options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
                options.Events.UseListenNotifyForEventAppends = true;
                options.Events.UseAdvisoryLockTransaction = true;
                options.Serializer(new StoredJson());
                MapEvents(options.Events);
                options.Policies.AllDocumentsAreMultiTenanted();
                options.Projections.Add(new TenantSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new UserSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new RebuildSnapshot(), ProjectionLifecycle.Inline);
            })
            .UseLightweightSessions()
            .IntegrateWithWolverine(wolverine => wolverine.MessageStorageSchemaName = "wolverine")
            .ApplyAllDatabaseChangesOnStartup();
        if (runProjections)
            marten.AddAsyncDaemon(DaemonMode.HotCold);

        builder.UseWolverine(bus =>
        {
            bus.ServiceName = "platform";
            bus.CodeGeneration.TypeLoadMode = PreGenerated;
            bus.ApplicationAssembly = typeof(EventStoreSetup).Assembly;
            bus.Discovery.IncludeAssembly(typeof(Ingest.IngestModule).Assembly);
            bus.Discovery.IncludeAssembly(typeof(Projections.ProjectionsModule).Assembly);
            bus.Discovery.IncludeAssembly(typeof(Ml.MlModule).Assembly);
            bus.Policies.AutoApplyTransactions();
            if (kafka is { MessagesTopic.Length: > 0 })
                bus.TellOtherSystems(kafka);
        });
        return builder;
    }

    /// <summary>Every stored event by its explicit name; renaming a class never renames what is stored.</summary>
    public static void MapEvents(IEventStoreOptions events)
    {
        foreach (var (name, type) in StoredNames.Visitor)
            events.MapEventType(type, name);
        events.MapEventType<TenantAdded>("tenant_added");
        events.MapEventType<SourceAdded>("source_added");
        events.MapEventType<SourceAliasAdded>("source_alias_added");
        events.MapEventType<SourceEnabled>("source_enabled");
        events.MapEventType<SourceDisabled>("source_disabled");
        events.MapEventType<SourceLimited>("source_limited");
        events.MapEventType<AllowedOriginsChosen>("allowed_origins_chosen");
        events.MapEventType<EventFiltersChosen>("event_filters_chosen");
        events.MapEventType<WriteKeyRotated>("write_key_rotated");
        events.MapEventType<VisitorIdentificationChosen>("visitor_identification_chosen");
        events.MapEventType<TimeZoneChosen>("time_zone_chosen");
        events.MapEventType<UserAdded>("user_added");
        events.MapEventType<PasswordChanged>("password_changed");
        events.MapEventType<PersonForgotten>(PersonForgotten.EventName);
        events.MapEventType<RebuildRequested>("rebuild_requested");
        events.MapEventType<RebuildCompared>("rebuild_compared");
        events.MapEventType<RebuildSwitched>("rebuild_switched");
        events.MapEventType<RebuildCancelled>("rebuild_cancelled");
        events.MapEventType<RebuildResumed>("rebuild_resumed");
        events.MapEventType<RebuildFailed>("rebuild_failed");
    }
}
