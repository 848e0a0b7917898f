using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>
/// Kills the host and its PostgreSQL (SIGKILL) at random moments under load. Afterwards every acknowledged event must be
/// stored once, and every read model must say what its rebuild says.
/// </summary>
internal static class FaultsBenchmark
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var shape = new LoadShape(options.Batch ?? 20, options.Rate ?? 1_000);
        var times = options.Times ?? 20;
        await using var installation = await Installation.StartAsync(options.Kafka);
        var (host, tenant) = (installation.Host, installation.Tenant);
        var traffic = new Traffic(options.Seed, visitors: 2_000, eventsPerVisit: 5);
        using var load = new LoadGenerator(host, tenant, traffic, shape);
        using var stop = new CancellationTokenSource();
        var before = Usage.Of(host);
        var sending = load.RunAsync(stop.Token);
        var outages = await KillAsync(host, load, new Random(options.Seed), times);
        await stop.CancelAsync();
        await sending;
        await host.CaughtUpAsync();

        var live = await ReadModels.DumpAsync(host, tenant);
        var figures = await installation.FiguresAsync(options, shape, load, traffic, Usage.Of(host) - before, new JsonObject
        {
            ["kills"] = times,
            ["hostKills"] = outages.Count(outage => outage.OfHost),
            ["outageP50Ms"] = new Percentiles(outages.Select(outage => outage.Milliseconds)).At(0.5),
            ["longestOutageMs"] = new Percentiles(outages.Select(outage => outage.Milliseconds)).At(1),
        });
        // The processor time of killed processes is gone with them.
        foreach (var figure in new[] { "hostCpuUsPerEvent", "postgresCpuUsPerEvent", "clientCpuUsPerEvent" })
            figures.Remove(figure);
        figures["projectionsEqualRebuild"] = live == await ReadModels.RebuildAsync(host, tenant);
        return figures;
    }

    private static async Task<List<(bool OfHost, double Milliseconds)>> KillAsync(HostProcess host, LoadGenerator load, Random random, int times)
    {
        var outages = new List<(bool, double)>();
        for (var kill = 0; kill < times; kill++)
        {
            await ProgressAsync(load);
            await Task.Delay(random.NextDouble() * LongestWait);
            var (ofHost, started) = (random.Next(2) == 0, LoadGenerator.Now);
            await (ofHost ? host.KillAndStartAgainAsync() : host.KillPostgresAsync());
            await ProgressAsync(load);
            outages.Add((ofHost, LoadGenerator.Now - started));
            await Console.Error.WriteLineAsync($"{kill + 1}/{times}: {(ofHost ? "host" : "PostgreSQL")} killed, back after {outages[^1].Item2:F0} ms");
        }
        return outages;
    }

    private static Task ProgressAsync(LoadGenerator load)
    {
        var before = load.Ledger.Events;
        return HostProcess.UntilAsync(() => Task.FromResult(load.Ledger.Events > before));
    }
}
