using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.GraphQL;

/// <summary>Small questions as a dashboard asks them, from several readers at once, over a small store.</summary>
internal static class GraphQLBenchmark
{
    private const int Readers = 8;

    private static readonly string[] Queries =
    [
        "{ viewer { name } }",
        "{ live { eventsPerSecond personsLast5Minutes topPages { value count } } }",
        "{ catalog { events { name volume } } }",
        "{ projections { name sequence lag } }",
        """{ events(range: { from: "1990-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }, first: 20) { nodes { id name occurredAt visitorId } } }""",
        """{ overview(range: { from: "1990-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }) { current { visitors sessions views bounceRate } } }""",
    ];

    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var duration = options.Duration ?? TimeSpan.FromSeconds(30);
        await using var installation = await Installation.StartAsync(options.Kafka);
        var (host, tenant) = (installation.Host, installation.Tenant);
        var shape = new LoadShape(options.Batch ?? 250, options.Rate ?? double.PositiveInfinity) { Events = options.Events ?? 20_000 };
        var traffic = new Traffic(options.Seed);
        using var load = new LoadGenerator(host, tenant, traffic, shape);
        await load.RunAsync();
        await host.CaughtUpAsync();

        await ReadAsync(host, tenant, TimeSpan.FromSeconds(5));
        var before = Usage.Of(host);
        var answers = await ReadAsync(host, tenant, duration);
        var used = Usage.Of(host) - before;
        var all = new Percentiles(answers.Select(answer => answer.Milliseconds));
        var byQuery = new JsonObject();
        foreach (var query in answers.GroupBy(answer => answer.Query))
            byQuery[Queries[query.Key].Split(' ', '(')[1]] = new Percentiles(query.Select(answer => answer.Milliseconds)).At(0.99);
        var figures = await installation.FiguresAsync(options, shape, load, traffic, used, new JsonObject
        {
            ["requestsPerSecond"] = Math.Round(all.Count / duration.TotalSeconds),
            ["requestP50Ms"] = all.At(0.5),
            ["requestP99Ms"] = all.At(0.99),
            ["p99MsByQuery"] = byQuery,
            ["hostCpuUsPerRequest"] = Math.Round(used.Host * 1e6 / all.Count, 1),
            ["postgresCpuUsPerRequest"] = Math.Round(used.Postgres * 1e6 / all.Count, 1),
            ["readers"] = Readers,
        });
        foreach (var figure in new[] { "hostCpuUsPerEvent", "postgresCpuUsPerEvent", "clientCpuUsPerEvent" })
            figures.Remove(figure);
        return figures;
    }

    private static async Task<ConcurrentBag<(int Query, double Milliseconds)>> ReadAsync(HostProcess host, string tenant, TimeSpan duration)
    {
        var answers = new ConcurrentBag<(int, double)>();
        var until = LoadGenerator.Now + duration.TotalMilliseconds;
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            for (var i = reader; LoadGenerator.Now < until; i++)
            {
                var started = LoadGenerator.Now;
                await host.AskAsync(tenant, Queries[i % Queries.Length]);
                answers.Add((i % Queries.Length, LoadGenerator.Now - started));
            }
        })));
        return answers;
    }
}
