using System.Text.Json.Nodes;
using Platform.Tests;
using Platform.Tests.Benchmarks;
using Platform.Tests.Benchmarks.Connections;
using Platform.Tests.Benchmarks.Detection;
using Platform.Tests.Benchmarks.Explore;
using Platform.Tests.Benchmarks.Faults;
using Platform.Tests.Benchmarks.GraphQL;
using Platform.Tests.Benchmarks.Fuzz;
using Platform.Tests.Benchmarks.Ingest;
using Platform.Tests.Benchmarks.Latency;
using Platform.Tests.Benchmarks.Measuring;

Dictionary<string, Func<BenchmarkOptions, Task<JsonObject>>> benchmarks = new()
{
    ["ingest"] = IngestBenchmark.RunAsync,
    ["latency"] = LatencyBenchmark.RunAsync,
    ["faults"] = FaultsBenchmark.RunAsync,
    ["explore"] = ExploreBenchmark.RunAsync,
    ["graphql"] = GraphQLBenchmark.RunAsync,
    ["fuzz"] = FuzzBenchmark.RunAsync,
    ["connections"] = ConnectionsBenchmark.RunAsync,
    ["detection"] = DetectionBenchmark.RunAsync,
};
try
{
    var options = BenchmarkOptions.Parse(args);
    if (!benchmarks.TryGetValue(options.Name, out var run))
        throw new FormatException($"There is no benchmark '{options.Name}'; there are {string.Join(", ", benchmarks.Keys)}. {BenchmarkOptions.Usage}");
    HostProcess.Program = Environment.GetEnvironmentVariable("BENCHMARK_HOST") ?? RepositoryFiles.PathOf("artifacts", "host", "Platform.Host.dll");
    HostProcess.Patience = TimeSpan.FromMinutes(30);
    var machine = Machine.Conditions();
    var figures = await run(options);
    figures.Insert(0, "benchmark", options.Name);
    figures["machine"] = machine;
    Console.WriteLine(figures.ToJsonString());
    return 0;
}
catch (FormatException unusable)
{
    await Console.Error.WriteLineAsync(unusable.Message);
    return 2;
}
