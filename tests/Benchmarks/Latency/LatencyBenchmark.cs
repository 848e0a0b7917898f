using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Latency;

/// <summary>How long an event takes from the client to a subscriber's socket, to the answer of a trend, and to every projection, at a steady rate.</summary>
internal static class LatencyBenchmark
{
    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var shape = new LoadShape(options.Batch ?? 10, options.Rate ?? 1_000) { Duration = options.Duration ?? TimeSpan.FromSeconds(60) };
        await using var installation = await Installation.StartAsync(options.Kafka);
        var (host, tenant) = (installation.Host, installation.Tenant);
        await installation.WarmUpAsync(shape);

        var traffic = new Traffic(options.Seed);
        using var load = new LoadGenerator(host, tenant, traffic, shape);
        using var live = await LiveSubscription.StartAsync(host, tenant);
        using var trend = await CounterWatch.StartAsync(() => TotalAsync(installation), TimeSpan.FromMilliseconds(50));
        using var projected = await CounterWatch.OfProjectionsAsync(host, tenant);
        var before = Usage.Of(host);
        await load.RunAsync();
        var used = Usage.Of(host) - before;
        var sent = load.Ledger.Requests.SelectMany(request => Enumerable.Repeat(request.SentAt, request.Count)).ToLookup(at => (long)LoadGenerator.TimeOfDay(at) / 1_000);
        var toLive = new Percentiles(await live.DelaysAsync(sent));
        var toTrend = new Percentiles(await trend.DelaysAsync(load.Ledger));
        var toProjected = new Percentiles(await projected.DelaysAsync(load.Ledger));
        var answers = new Percentiles(load.Ledger.Requests.Select(request => request.AcknowledgedAt - request.SentAt));
        return await installation.FiguresAsync(options, shape, load, traffic, used, new JsonObject
        {
            ["requestP50Ms"] = answers.At(0.5),
            ["requestP99Ms"] = answers.At(0.99),
            ["acceptedToLiveP50Ms"] = toLive.At(0.5),
            ["acceptedToLiveP99Ms"] = toLive.At(0.99),
            ["acceptedToTrendP50Ms"] = toTrend.At(0.5),
            ["acceptedToTrendP99Ms"] = toTrend.At(0.99),
            ["acceptedToProjectedP50Ms"] = toProjected.At(0.5),
            ["acceptedToProjectedP99Ms"] = toProjected.At(0.99),
        });
    }

    private static async Task<long> TotalAsync(Installation installation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var answer = await installation.Host.AskAsync(installation.Tenant, "query Total($input: TrendInput!) { trend(input: $input) { series { total } } }", new
        {
            input = new
            {
                range = new { from = now.AddHours(-1), to = now.AddHours(1) },
                granularity = "HOUR",
                series = new[] { new { match = new { name = "*" }, aggregate = "TOTAL" } },
            },
        });
        return answer.GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt64();
    }
}
