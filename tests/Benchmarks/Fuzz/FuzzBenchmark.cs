using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Platform.Tests.Benchmarks.Fuzz;

/// <summary>Mutated requests of every client against the host: no error of ours, no crash, memory flat.</summary>
internal static class FuzzBenchmark
{
    private const int AtOnce = 16;
    private const int Parts = 10;
    private const int Shown = 20;

    /// <summary>Sends <c>--events</c> requests (100,000) in ten parts and tells the answers by status and the host's memory after each part.</summary>
    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        await using var installation = await Installation.StartAsync();
        var host = installation.Host;
        await host.RunAsync("tenant", "add", "demo", "--write-key", "demo");
        var requests = options.Events ?? 100_000;
        var (answers, memory) = (new SortedDictionary<int, long>(), new JsonArray());
        var started = Stopwatch.GetTimestamp();
        for (var part = 0; part < Parts; part++)
        {
            using var fuzz = new ProtocolFuzz(host, options.Seed * Parts + part);
            foreach (var (status, count) in await fuzz.RunAsync(requests / Parts, AtOnce, CancellationToken.None))
                answers[status] = answers.GetValueOrDefault(status) + count;
            memory.Add(Process.GetProcessById(host.Id).WorkingSet64 >> 20);
            await Console.Error.WriteLineAsync($"{part + 1}/{Parts}: {memory[^1]} MB");
            foreach (var failure in fuzz.Failures.Take(Shown))
                await Console.Error.WriteLineAsync(failure);
        }
        return new JsonObject
        {
            ["requests"] = requests,
            ["seed"] = options.Seed,
            ["requestsPerSecond"] = Math.Round(requests / Stopwatch.GetElapsedTime(started).TotalSeconds),
            ["statuses"] = new JsonObject(answers.Select(answer => KeyValuePair.Create($"{answer.Key}", (JsonNode?)JsonValue.Create(answer.Value)))),
            ["errors"] = answers.Where(answer => answer.Key is 0 or >= 500).Sum(answer => answer.Value),
            ["hostRssAtTenthMb"] = memory[0]!.DeepClone(),
            ["hostRssAtEndMb"] = memory[^1]!.DeepClone(),
            ["hostRssMb"] = memory,
        };
    }
}
