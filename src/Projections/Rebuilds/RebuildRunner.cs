using System.Net.Sockets;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Contracts.Rebuilds;

namespace Platform.Projections.Rebuilds;

/// <summary>
/// Carries out the rebuilds that were asked for, the eldest first, on one node of all that can: whoever holds the lock. A rebuild
/// that a crash interrupted is still open, so it goes on as soon as a node has the lock.
/// </summary>
internal abstract class RebuildRunner(IDocumentStore store, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>What the nodes that carry out these rebuilds agree by.</summary>
    protected abstract string Lock { get; }

    /// <summary>Whether it is one of these.</summary>
    protected abstract bool Takes(Rebuild rebuild);

    /// <summary>Carries one out, until it is switched or cancelled.</summary>
    protected abstract Task RebuildAsync(Rebuild rebuild, CancellationToken cancellation);

    /// <summary>Removes what rebuilds left behind that neither run nor can be resumed.</summary>
    protected abstract Task CleanAsync(CancellationToken cancellation);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await LeadAsync(timer, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Rebuilds wait: {Problem}", failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // The lock belongs to the connection, so it is given back when this process dies.
    private async Task LeadAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(stopping);
        await using (var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtext($1))", connection) { Parameters = { new() { Value = Lock } } })
            if (!(bool)(await take.ExecuteScalarAsync(stopping))!)
                return;
        await CleanAsync(stopping);
        do
        {
            await using (var hold = new NpgsqlCommand("select 1", connection))
                await hold.ExecuteScalarAsync(stopping);
            if (await NextAsync(stopping) is { } rebuild)
                await RunAsync(rebuild, stopping);
        }
        while (await WaitAsync(timer, stopping));
    }

    private async Task<Rebuild?> NextAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var open = await session.Query<Rebuild>().Where(rebuild => rebuild.State == RebuildState.Running || rebuild.State == RebuildState.Comparing)
            .ToListAsync(cancellation);
        return open.Where(Takes).MinBy(rebuild => rebuild.StartedAt);
    }

    private async Task RunAsync(Rebuild rebuild, CancellationToken stopping)
    {
        try
        {
            log.LogInformation("Rebuilding {Projection}.", rebuild.Projection);
            await UnlessCancelledAsync(rebuild.Id, cancellation => RebuildAsync(rebuild, cancellation), stopping);
            log.LogInformation("{Projection} is rebuilt.", rebuild.Projection);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            log.LogInformation("Rebuilding {Projection} was cancelled.", rebuild.Projection);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && !PassesByItself(failure))
        {
            log.LogError(failure, "Rebuilding {Projection} failed.", rebuild.Projection);
            await using var session = store.LightweightSession();
            session.Events.Append(rebuild.Id, new RebuildFailed(failure.Message, clock.GetUtcNow()));
            await session.SaveChangesAsync(stopping);
        }
    }

    /// <summary>Does the work and stops it when the rebuild was cancelled.</summary>
    private async Task UnlessCancelledAsync(Guid id, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var timer = new PeriodicTimer(LookEvery, clock);
        var working = work(stop.Token);
        while (!working.IsCompleted)
        {
            await Task.WhenAny(working, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            if (!working.IsCompleted && await IsCancelledAsync(id, stopping))
                await stop.CancelAsync();
        }
        await working;
    }

    private async Task<bool> IsCancelledAsync(Guid id, CancellationToken cancellation)
    {
        try
        {
            await using var session = store.QuerySession();
            return await session.LoadAsync<Rebuild>(id, cancellation) is { State: RebuildState.Cancelled };
        }
        catch (Exception failure) when (PassesByItself(failure) || failure is OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static bool PassesByItself(Exception failure) => failure switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException or SocketException or IOException => true,
        { InnerException: { } inner } => PassesByItself(inner),
        _ => false,
    };
}
