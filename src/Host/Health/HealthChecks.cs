using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.Host.Modules;
using Platform.Ingest.Storing;
using Platform.Projections.Status;

namespace Platform.Host.Health;

/// <summary>What <c>/health/ready</c> asks. The setting <c>Health:LongestLag</c> says how late is too late (30 s).</summary>
internal static class HealthChecks
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static void AddReadyChecks(this IHealthChecksBuilder health, ModuleSwitches modules, bool kafka)
    {
        health.AddCheck<DatabaseCheck>("database", timeout: Timeout).AddCheck<DiskCheck>("disk", timeout: Timeout);
        if (modules.HasFlag(ModuleSwitches.Ingest))
            health.AddCheck<StoreCheck>("store", timeout: Timeout);
        if (kafka && modules.HasFlag(ModuleSwitches.Ingest))
            health.AddCheck<KafkaCheck>("kafka", timeout: Timeout);
        // A collector stays in service while nobody projects: what it stores is safe.
        if (modules.HasFlag(ModuleSwitches.Projections) || modules.HasFlag(ModuleSwitches.ReadApi))
            health.AddCheck<DaemonCheck>("daemon", timeout: Timeout);
        if (modules.HasFlag(ModuleSwitches.ReadApi))
            health.AddCheck<ProjectionsCheck>("projections", timeout: Timeout);
    }

    public static TimeSpan LongestLag(this IConfiguration configuration) =>
        configuration.GetValue("Health:LongestLag", PlatformSettings.DefaultLongestLag);
}

/// <summary>The database answers.</summary>
internal sealed class DatabaseCheck(IDocumentStore store, Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var session = store.QuerySession();
            await using var command = new NpgsqlCommand("select 1");
            await using var reader = await session.ExecuteReaderAsync(command, cancellationToken);
            return HealthCheckResult.Healthy("The database answers.");
        }
        catch (NpgsqlException away)
        {
            return HealthCheckResult.Unhealthy(database.Problem ?? $"The database does not answer: {away.Message}", away);
        }
    }
}

/// <summary>What collectors take can be stored.</summary>
internal sealed class StoreCheck(StoreStatus store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.Problem is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy("Events are stored."));
}

/// <summary>The data directory has room: without it neither the database that the host brings along nor the exploration store can write.</summary>
internal sealed class DiskCheck(PlatformSettings settings) : IHealthCheck
{
    private const long Least = 32L << 20; // two segments of the database's log

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(settings.Data).AvailableFreeSpace;
        var data = new Dictionary<string, object> { ["freeMb"] = free >> 20 };
        return Task.FromResult(free >= Least
            ? HealthCheckResult.Healthy("The data directory has room.", data)
            : HealthCheckResult.Unhealthy($"The disk of the data directory is full ({free >> 20} MB are left); make room, and everything goes on by itself.", data: data));
    }
}

/// <summary>
/// A daemon somewhere moves the high-water mark. Without one every projection looks current, because none is asked to go
/// further.
/// </summary>
internal sealed class DaemonCheck(IDocumentStore store, TimeProvider clock, IConfiguration configuration) : IHealthCheck
{
    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select timestamp from {_schema}.mt_events
            where seq_id > coalesce((select last_seq_id from {_schema}.mt_event_progression where name = 'HighWaterMark'), 0)
            order by seq_id limit 1
            """);
        await using var reader = await session.ExecuteReaderAsync(command, cancellationToken);
        var waiting = await reader.ReadAsync(cancellationToken) ? clock.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(0) : TimeSpan.Zero;
        return waiting <= configuration.LongestLag()
            ? HealthCheckResult.Healthy("Events are handed to the projections.")
            : HealthCheckResult.Unhealthy($"Events wait for {waiting.TotalSeconds:F0} s and no node projects them: run one with the module 'projections'.");
    }
}

/// <summary>No projection lags too long: neither one that is slow, nor one that stands still, nor the exploration store.</summary>
internal sealed class ProjectionsCheck(ProjectionStatusQuery projections, IConfiguration configuration) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var longest = configuration.LongestLag();
        var all = await projections.RunAsync(cancellationToken);
        var data = all.ToDictionary(
            projection => projection.Name,
            object (projection) => new { projection.Sequence, projection.HighWater, lagSeconds = Math.Round(projection.Lag.TotalSeconds, 1) });
        var late = all.Where(projection => projection.Lag > longest).Select(projection => projection.Name).ToList();
        return late.Count == 0
            ? HealthCheckResult.Healthy("Every projection is current.", data)
            : HealthCheckResult.Unhealthy($"These lag more than {longest.TotalSeconds:F0} s: {string.Join(", ", late)}.", data: data);
    }
}
