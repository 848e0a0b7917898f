using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Platform.Contracts.Anomalies;
using Platform.Ml.Alerting;
using Platform.Projections.Metrics;

namespace Platform.Ml.Watching;

/// <summary>Watches every series of every tenant: takes each minute in as it closes, on one node at a time.</summary>
internal sealed class SeriesWatch(MinutesQuery minutes, WatchStore store, AnomalyLog anomalies, AlertRounds alerts, TimeProvider clock, ILogger<SeriesWatch> log) : BackgroundService
{
    private const long DayOfMinutes = 24 * 60;
    private const long Remembered = 35 * DayOfMinutes;
    private const long MostBetween = 2;
    private const long SaveEvery = 60;
    private const long LookBackEvery = 5;
    private const long FewLate = 1_000;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var turn = await store.OpenAsync(stoppingToken);
                if (await IsMineAsync(turn, stoppingToken))
                    await WatchAsync(turn, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning("Series are not watched: {Problem}. Trying again.", failure.Message);
            }
            await Task.Delay(TryAgain, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The lock ends with the connection; another node goes on from what was kept.
    private static async Task<bool> IsMineAsync(NpgsqlConnection turn, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('platform.watch', 0))", turn);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task WatchAsync(NpgsqlConnection turn, CancellationToken cancellation)
    {
        var watches = new Dictionary<string, TenantWatch>();
        while (true)
        {
            var closed = LastClosed();
            await ReachAsync(await minutes.LastEventAsync(cancellation), cancellation);
            var gaps = await store.SeenAsync(closed, MostBetween, cancellation);
            foreach (var tenant in await minutes.TenantsAsync(cancellation))
                if (await WatchOfAsync(watches, tenant, closed, cancellation) is { } watch)
                    await AdvanceAsync(tenant, watch, closed, gaps, cancellation);
            await alerts.RunAsync(closed, cancellation);
            var wait = MinuteBucket.Closes(DateTimeOffset.UnixEpoch.AddMinutes(LastClosed() == closed ? closed + 1 : closed)) - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, cancellation);
            await using var still = new NpgsqlCommand("select 1", turn);
            await still.ExecuteScalarAsync(cancellation);
        }
    }

    private long LastClosed() => (clock.GetUtcNow() - MinuteBucket.Grace).ToUnixTimeSeconds() / 60 - 1;

    /// <summary>Waits until the rollups have what was stored before the minute closed.</summary>
    private async Task ReachAsync(long sequence, CancellationToken cancellation)
    {
        while (await minutes.PositionAsync(cancellation) < sequence)
            await Task.Delay(Poll, clock, cancellation);
    }

    private async Task<TenantWatch?> WatchOfAsync(Dictionary<string, TenantWatch> watches, string tenant, long closed, CancellationToken cancellation)
    {
        var watch = watches.GetValueOrDefault(tenant) ?? await store.LoadAsync(tenant, cancellation);
        // A history that was brought in since teaches what is usual: everything is taken in again.
        if (watch is not null && closed % LookBackEvery == 0 && await minutes.LateAsync(tenant, cancellation) is var late && late > FewLate + watch.Late + watch.Late / 2)
            watch = null;
        if (watch is null && await minutes.FirstAsync(tenant, closed - Remembered, cancellation) is { } first)
            watch = new TenantWatch(first, await minutes.LateAsync(tenant, cancellation));
        if (watch is not null)
            watches[tenant] = watch;
        return watch;
    }

    private async Task AdvanceAsync(string tenant, TenantWatch watch, long closed, IReadOnlyList<(long From, long To)> gaps, CancellationToken cancellation)
    {
        var began = watch.Next;
        if (began > closed)
            return;
        var dismissed = (await anomalies.DismissedAsync(tenant, cancellation)).ToLookup(Since);
        while (watch.Next <= closed)
        {
            var to = Math.Min(closed + 1, watch.Next + DayOfMinutes);
            var rows = (await minutes.RowsAsync(tenant, watch.Next, to, null, cancellation)).ToLookup(row => row.Minute);
            while (watch.Next < to)
            {
                var minute = watch.Next;
                var findings = watch.Step([.. rows[minute]], gaps.Any(gap => minute >= gap.From && minute <= gap.To), dismissed[minute]);
                if (findings.Count > 0)
                    await anomalies.AppendAsync(tenant, watch, findings, cancellation);
            }
        }
        if (watch.Next - began > SaveEvery || closed % SaveEvery == 0)
            await store.SaveAsync(tenant, watch, cancellation);
    }

    // The first minute that closes after it was said.
    private static long Since(Anomaly dismissed) => (dismissed.DismissedAt!.Value - MinuteBucket.Grace).ToUnixTimeSeconds() / 60;
}
