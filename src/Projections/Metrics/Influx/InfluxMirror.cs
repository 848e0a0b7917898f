using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Platform.Projections.Metrics.Influx;

/// <summary>
/// Mirrors the rollups to InfluxDB: minutes, hours and days, each into a retention policy of its own, from one node at a time. A changed
/// bucket is sent again as the same point with its new values, so that repeating anything is harmless.
/// </summary>
internal sealed class InfluxMirror(InfluxClient client, InfluxQueue queue, TimeProvider clock, ILogger<InfluxMirror> log) : BackgroundService
{
    /// <summary>The name of everything that is mirrored.</summary>
    public const string Measurement = "platform_metrics";

    private const int MostOfBatch = 1_000_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    // Hours and days are summed up of their minutes, which costs more the longer they are.
    private static readonly (string Bucket, string Policy, string Duration, int Turns)[] Policies = [("minute", "raw", "30d", 1), ("hour", "hourly", "400d", 20), ("day", "daily", "INF", 60)];

    /// <summary>The retention policy of a length of buckets.</summary>
    public static string PolicyOf(string bucket) => Policies.Single(policy => policy.Bucket == bucket).Policy;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var turn = await queue.OpenAsync(stoppingToken);
                if (await IsMineAsync(turn, stoppingToken))
                    await MirrorAsync(turn, () => failures = 0, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (++failures is 1 or 10 || failures % 100 == 0)
                    log.LogWarning("Metrics are not mirrored to InfluxDB: {Problem} Nothing is lost; trying again.", failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            var wait = Math.Min(Longest.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(failures, 10)));
            await Task.Delay(TimeSpan.FromMilliseconds(wait), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The lock ends with the connection. Two mirrors could write an older value after a newer one.
    private static async Task<bool> IsMineAsync(NpgsqlConnection turn, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('platform.influx', 0))", turn);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task MirrorAsync(NpgsqlConnection turn, Action works, CancellationToken stopping)
    {
        await PrepareAsync(stopping);
        for (var count = 0; ; count++)
        {
            await ForgetOlderEditionAsync(stopping);
            foreach (var (bucket, policy, _, turns) in Policies)
                if (count % turns == 0)
                    await CatchUpAsync(bucket, policy, stopping);
            works();
            await Task.Delay(Every, clock, stopping);
            await using var still = new NpgsqlCommand("select 1", turn);
            await still.ExecuteScalarAsync(stopping);
        }
    }

    // InfluxDB 2 and 3 keep databases and policies as buckets, which whoever runs them makes: there the commands are refused.
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            await client.QueryAsync($"create database \"{client.Database}\"", cancellation);
            foreach (var (_, policy, duration, turns) in Policies)
                await client.QueryAsync($"create retention policy \"{policy}\" on \"{client.Database}\" duration {duration} replication 1{(turns == 1 ? " default" : "")}", cancellation);
        }
        catch (InfluxRefusedException refused)
        {
            log.LogWarning("InfluxDB does not make database and retention policies ({Problem}): {Database} with raw, hourly and daily has to be there.", refused.Message, client.Database);
        }
    }

    // What the rollups do not have any more must not be there either: everything is sent anew.
    private async Task ForgetOlderEditionAsync(CancellationToken cancellation)
    {
        var (mirror, rollups) = await queue.PlacesAsync("minute", cancellation);
        if (mirror.Generation == rollups.Generation)
            return;
        try
        {
            if (mirror.Generation != 0)
                await client.QueryAsync($"drop measurement {Measurement}", cancellation);
        }
        catch (InfluxRefusedException refused)
        {
            log.LogWarning("InfluxDB does not forget what an older edition of the metrics had ({Problem}): delete {Measurement} there.", refused.Message, Measurement);
        }
        foreach (var (bucket, _, _, _) in Policies.Reverse())
            await queue.AdvanceAsync(bucket, rollups with { Sequence = 0 }, cancellation);
    }

    private async Task CatchUpAsync(string bucket, string policy, CancellationToken cancellation)
    {
        var (mirror, rollups) = await queue.PlacesAsync(bucket, cancellation);
        while (mirror.Sequence < rollups.Sequence)
        {
            var (lines, through) = await queue.NextAsync(bucket, mirror.Sequence, rollups.Sequence, cancellation);
            for (var from = 0; from < lines.Length;)
            {
                var to = from + MostOfBatch >= lines.Length ? lines.Length : lines.LastIndexOf('\n', from + MostOfBatch) + 1;
                await client.WriteAsync(policy, lines[from..to], cancellation);
                from = to;
            }
            mirror = mirror with { Sequence = through };
            await queue.AdvanceAsync(bucket, mirror, cancellation);
        }
    }
}
