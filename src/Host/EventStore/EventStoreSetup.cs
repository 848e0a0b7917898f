using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Events;
using JasperFx.Events.Projections;
using Platform.Contracts.Alerts;
using Platform.Contracts.Anomalies;
using Platform.Contracts.Dashboards;
using Platform.Contracts.Events;
using Platform.Contracts.Funnels;
using Platform.Contracts.History;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Persons;
using Platform.Contracts.Rebuilds;
using Platform.Contracts.Segments;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;
using Platform.Contracts.Users;
using Platform.Ingest.Kafka;
using Platform.Ml.Alerting;
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
                // Paced instead of woken by every commit: under load the projections take what has come since, in one page.
                options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(100);
                options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(200);
                options.Events.UseAdvisoryLockTransaction = true;
                options.Serializer(new StoredJson());
                MapEvents(options.Events);
                options.Policies.AllDocumentsAreMultiTenanted();
                options.Projections.Add(new TenantSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new UserSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new TrackingPlanSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new SavedFunnelSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new SavedSegmentSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new SavedInsightSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new DashboardSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new RebuildSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new AnomalySnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new AlertRuleSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new AlertSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new AlertChannelSnapshot(), ProjectionLifecycle.Inline);
                options.Projections.Add(new NotificationSnapshot(), ProjectionLifecycle.Inline);
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
            bus.KeepNotifications();
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
        events.MapEventType<EventSchemaDefined>("event_schema_defined");
        events.MapEventType<PlanModeChosen>("plan_mode_chosen");
        events.MapEventType<EventSchemaRetired>("event_schema_retired");
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
        events.MapEventType<HistoryImported>(HistoryImported.EventName);
        events.MapEventType<FunnelDefined>("funnel_defined");
        events.MapEventType<FunnelChanged>("funnel_changed");
        events.MapEventType<FunnelRenamed>("funnel_renamed");
        events.MapEventType<FunnelArchived>("funnel_archived");
        events.MapEventType<SegmentDefined>("segment_defined");
        events.MapEventType<CohortDefined>("cohort_defined");
        events.MapEventType<SegmentArchived>("segment_archived");
        events.MapEventType<InsightSaved>("insight_saved");
        events.MapEventType<InsightRemoved>("insight_removed");
        events.MapEventType<DashboardDefined>("dashboard_defined");
        events.MapEventType<DashboardRenamed>("dashboard_renamed");
        events.MapEventType<TilePlaced>("tile_placed");
        events.MapEventType<TileRemoved>("tile_removed");
        events.MapEventType<DashboardShared>("dashboard_shared");
        events.MapEventType<SharingRevoked>("sharing_revoked");
        events.MapEventType<DashboardArchived>("dashboard_archived");
        events.MapEventType<RebuildRequested>("rebuild_requested");
        events.MapEventType<RebuildCompared>("rebuild_compared");
        events.MapEventType<RebuildSwitched>("rebuild_switched");
        events.MapEventType<RebuildCancelled>("rebuild_cancelled");
        events.MapEventType<RebuildResumed>("rebuild_resumed");
        events.MapEventType<RebuildFailed>("rebuild_failed");
        events.MapEventType<AnomalyDetected>("anomaly_detected");
        events.MapEventType<AnomalyReclassified>("anomaly_reclassified");
        events.MapEventType<AnomalyAcknowledged>("anomaly_acknowledged");
        events.MapEventType<AnomalyDismissed>("anomaly_dismissed");
        events.MapEventType<AnomalyResolved>("anomaly_resolved");
        events.MapEventType<AlertRuleDefined>("alert_rule_defined");
        events.MapEventType<AlertRuleChanged>("alert_rule_changed");
        events.MapEventType<AlertRuleEnabled>("alert_rule_enabled");
        events.MapEventType<AlertRuleDisabled>("alert_rule_disabled");
        events.MapEventType<AlertRuleSilenced>("alert_rule_silenced");
        events.MapEventType<AlertRuleArchived>("alert_rule_archived");
        events.MapEventType<AlertFired>("alert_fired");
        events.MapEventType<AlertEscalated>("alert_escalated");
        events.MapEventType<AlertAcknowledged>("alert_acknowledged");
        events.MapEventType<AlertResolved>("alert_resolved");
        events.MapEventType<AlertChannelDefined>("alert_channel_defined");
        events.MapEventType<AlertChannelArchived>("alert_channel_archived");
        events.MapEventType<NotificationQueued>("notification_queued");
        events.MapEventType<NotificationDelivered>("notification_delivered");
        events.MapEventType<NotificationRefused>("notification_refused");
    }
}
