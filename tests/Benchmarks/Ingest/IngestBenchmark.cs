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
        var (host, tenant) = (installation.Host, installation.Tenant);
        await installation.FillAsync(options.Events ?? 0);
        await installation.WarmUpAsync(shape);

        var traffic = new Traffic(options.Seed);
        using var load = new LoadGenerator(host, tenant, traffic, shape);
        using var projected = await CounterWatch.OfProjectionsAsync(host, tenant);
        var before = Usage.Of(host);
        var started = LoadGenerator.Now;
        await load.RunAsync();
        var seconds = (LoadGenerator.Now - started) / 1_000;
        var delays = new Percentiles(await projected.DelaysAsync(load.Ledger));
        var projectedSeconds = (LoadGenerator.Now - started) / 1_000;
        var used = Usage.Of(host) - before;
        var answers = new Percentiles(load.Ledger.Requests.Select(request => request.AcknowledgedAt - request.SentAt));
        return await installation.FiguresAsync(options, shape, load, traffic, used, new JsonObject
        {
            ["eventsBefore"] = options.Events ?? 0,
            ["seconds"] = Math.Round(seconds, 2),
            ["eventsPerSecond"] = Math.Round(load.Ledger.Events / seconds),
            ["projectedEventsPerSecond"] = Math.Round(load.Ledger.Events / projectedSeconds),
            ["requestP50Ms"] = answers.At(0.5),
            ["requestP99Ms"] = answers.At(0.99),
            ["acceptedToProjectedP50Ms"] = delays.At(0.5),
            ["acceptedToProjectedP99Ms"] = delays.At(0.99),
        });
    }
}
