using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>
/// Lets things go wrong at random moments under load, each fault in an installation of its own. Afterwards every acknowledged event must be
/// stored once, and every read model must say what its rebuild says.
/// </summary>
internal static class FaultsBenchmark
{
    private const int Looks = 60;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var (results, impossible) = (new JsonObject(), new JsonObject());
        foreach (var fault in Chosen(options))
            try
            {
                if (await fault.PrepareAsync() is { } problem)
                {
                    await Console.Error.WriteLineAsync($"{fault.Name} is not possible here: {problem}.");
                    impossible[fault.Name] = problem;
                }
                else
                    results[fault.Name] = await RunAsync(fault, options);
            }
            finally
            {
                await fault.ClearAsync();
            }
        return new JsonObject
        {
            ["lost"] = results.Sum(result => result.Value!["lost"]!.GetValue<long>()),
            ["duplicated"] = results.Sum(result => result.Value!["duplicated"]!.GetValue<long>()),
            ["events"] = results.Sum(result => result.Value!["events"]!.GetValue<long>()),
            ["projectionsEqualRebuild"] = results.All(result => result.Value!["projectionsEqualRebuild"]!.GetValue<bool>()),
            ["faults"] = results,
            ["notPossible"] = impossible,
            ["settings"] = new JsonObject { ["kafka"] = options.Kafka, ["times"] = Times(options), ["seed"] = options.Seed, ["rate"] = Shape(options).Rate, ["batch"] = Shape(options).Batch },
        };
    }

    private static List<Fault> Chosen(BenchmarkOptions options)
    {
        List<Fault> all =
        [
            new HostKilled(), new PostgresKilled(), new ConnectionsExhausted(), new PoolExhausted(), new DiskFull(), new ClockJump(),
            new BrokerDown(), new LeaderChange(), new CoordinatorChange(), new DuplicateDelivery(), new ConsumerKilled(), new Rebalance(),
        ];
        if (options.Faults is not { } names)
            return [.. all.Where(fault => options.Kafka || !fault.NeedsBrokers)];
        return [.. names.Select(name => all.Find(fault => fault.Name == name) switch
        {
            null => throw new FormatException($"There is no fault '{name}'; there are {string.Join(", ", all.Select(fault => fault.Name))}."),
            { NeedsBrokers: true } when !options.Kafka => throw new FormatException($"The fault '{name}' happens to brokers: add --kafka."),
            var fault => fault,
        })];
    }

    private static async Task<JsonObject> RunAsync(Fault fault, BenchmarkOptions options)
    {
        await using var site = await Site.StartAsync(fault, options.Kafka);
        var (host, tenant) = (site.First, site.Installation.Tenant);
        var traffic = new Traffic(options.Seed, visitors: 2_000, eventsPerVisit: 5);
        using var load = new LoadGenerator(host, tenant, traffic, Shape(options)) { Beside = site.Beside };
        using var stop = new CancellationTokenSource();
        using var readers = new Readers(host, tenant);
        var sending = load.RunAsync(stop.Token);
        var recoveries = await StrikeAsync(fault, site, load, sending, new Random(options.Seed), Times(options));
        await stop.CancelAsync();
        await sending;
        var answers = await readers.EndAsync();
        // What brokers acknowledged is stored a little later.
        for (var look = 0; look < Looks && (await site.Installation.CompareAsync(load.Ledger, traffic)).Lost > 0; look++)
            await Task.Delay(TimeSpan.FromSeconds(1));
        await host.CaughtUpAsync();

        var live = await ReadModels.DumpAsync(host, tenant);
        var (acknowledged, lost, duplicated) = await site.Installation.CompareAsync(load.Ledger, traffic);
        return new JsonObject
        {
            ["strikes"] = recoveries.Count,
            ["lost"] = lost,
            ["duplicated"] = duplicated,
            ["events"] = acknowledged,
            ["requestsRepeated"] = load.Repeated,
            ["recoveryP50Ms"] = new Percentiles(recoveries).At(0.5),
            ["longestRecoveryMs"] = new Percentiles(recoveries).At(1),
            ["longestAnswerMs"] = Math.Round(load.LongestAnswer),
            ["readersAnswers"] = new JsonObject(answers.Select(answer => KeyValuePair.Create($"{answer.Key}", (JsonNode?)JsonValue.Create(answer.Value)))),
            ["projectionsEqualRebuild"] = live == await ReadModels.RebuildAsync(host, tenant),
        };
    }

    private static async Task<List<double>> StrikeAsync(Fault fault, Site site, LoadGenerator load, Task sending, Random random, int times)
    {
        var recoveries = new List<double>();
        for (var strike = 0; strike < times; strike++)
        {
            var before = load.Ledger.Events;
            await HostProcess.UntilAsync(() => Task.FromResult(sending.IsCompleted || load.Ledger.Events > before));
            if (sending.IsCompleted)
                break; // it says why
            await Task.Delay(random.NextDouble() * LongestWait);
            var gone = await fault.StrikeAsync(site, random);
            await site.RecoveredAsync();
            recoveries.Add(LoadGenerator.Now - gone);
            await Console.Error.WriteLineAsync($"{fault.Name} {strike + 1}/{times}: well again after {recoveries[^1]:F0} ms");
        }
        return recoveries;
    }

    private static int Times(BenchmarkOptions options) => options.Times ?? 10;

    private static LoadShape Shape(BenchmarkOptions options) => new(options.Batch ?? 20, options.Rate ?? 1_000);
}
