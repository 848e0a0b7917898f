using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Ingest;

/// <summary>As many events as are taken, or a given rate, through HTTP into the store and every default projection.</summary>
internal static class IngestBenchmark
{
    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var shape = new LoadShape(options.Batch ?? 50, options.Rate ?? double.PositiveInfinity) { Duration = options.Duration ?? TimeSpan.FromSeconds(60) };
        await using var installation = await Installation.StartAsync(options.Kafka);
        var host = installation.Host;
        await WarmUpAsync(installation, shape);

        var traffic = new Traffic(options.Seed);
        using var load = new LoadGenerator(host, installation.Tenant, traffic, shape);
        using var projected = await ProjectionWatch.StartAsync(host);
        var before = Usage.Of(host);
        var started = LoadGenerator.Now;
        await load.RunAsync();
        var seconds = (LoadGenerator.Now - started) / 1_000;
        await projected.CaughtUpAsync(load.Ledger.Events);
        var projectedSeconds = (LoadGenerator.Now - started) / 1_000;
        var used = Usage.Of(host) - before;

        var (acknowledged, lost, duplicated) = await installation.CompareAsync(load.Ledger, traffic);
        var answers = new Percentiles(load.Ledger.Requests.Select(request => request.AcknowledgedAt - request.SentAt));
        var delays = new Percentiles(projected.Delays(load.Ledger));
        return new JsonObject
        {
            ["lost"] = lost,
            ["duplicated"] = duplicated,
            ["events"] = acknowledged,
            ["seconds"] = Math.Round(seconds, 2),
            ["eventsPerSecond"] = Math.Round(acknowledged / seconds),
            ["projectedEventsPerSecond"] = Math.Round(acknowledged / projectedSeconds),
            ["requestP50Ms"] = answers.At(0.5),
            ["requestP99Ms"] = answers.At(0.99),
            ["acceptedToProjectedP50Ms"] = delays.At(0.5),
            ["acceptedToProjectedP99Ms"] = delays.At(0.99),
            ["hostCpuUsPerEvent"] = Math.Round(used.Host * 1e6 / acknowledged, 1),
            ["postgresCpuUsPerEvent"] = Math.Round(used.Postgres * 1e6 / acknowledged, 1),
            ["clientCpuUsPerEvent"] = Math.Round(used.Client * 1e6 / acknowledged, 1),
            ["hostRssMb"] = Math.Round(Usage.PeakMemoryMb(host)),
            ["requestsRepeated"] = load.Repeated,
            ["settings"] = new JsonObject
            {
                ["batch"] = shape.Batch, ["rate"] = double.IsInfinity(shape.Rate) ? "max" : shape.Rate, ["connections"] = shape.Connections,
                ["durationSeconds"] = shape.Duration.TotalSeconds, ["seed"] = options.Seed, ["kafka"] = options.Kafka,
                ["postgres"] = await host.ScalarAsync<string>("show server_version"), ["fsync"] = await host.ScalarAsync<string>("show fsync"),
                ["synchronousCommit"] = await host.ScalarAsync<string>("show synchronous_commit"),
            },
        };
    }

    // The first requests compile code; they say nothing about the rest.
    private static async Task WarmUpAsync(Installation installation, LoadShape shape)
    {
        using var load = new LoadGenerator(installation.Host, installation.Tenant, new Traffic(int.MaxValue), shape with { Rate = 2_000, Duration = TimeSpan.FromSeconds(5) });
        await load.RunAsync();
        await installation.Host.CaughtUpAsync();
    }
}
