using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks.Explore;

/// <summary>Every question of the Overview page over a month of events of 50,000 persons on 200 pages, and the page itself in a browser.</summary>
internal static class ExploreBenchmark
{
    private const int EventsPerVisit = 5;
    private const int Warm = 3;
    private static readonly TimeSpan Span = TimeSpan.FromDays(30);

    public static async Task<JsonObject> RunAsync(BenchmarkOptions options)
    {
        var (events, times) = (options.Events ?? 1_000_000, options.Times ?? 15);
        await using var installation = await Installation.StartAsync(options.Kafka, options.Data);
        var (host, tenant) = (installation.Host, installation.Tenant);
        var traffic = new Traffic(options.Seed, eventsPerVisit: EventsPerVisit);
        var (to, again) = await UntilAsync(Path.Combine(host.Data, "measured-until"));
        var shape = new LoadShape(options.Batch ?? 250, options.Rate ?? double.PositiveInfinity) { Events = events, OccurredAt = number => OccurredAt(number, events, to) };
        using var load = new LoadGenerator(host, tenant, traffic, shape);
        var before = Usage.Of(host);
        var started = LoadGenerator.Now;
        if (again)
            load.Ledger.Add(new Acknowledged(0, (int)events, 0, 0));
        else
            await load.RunAsync();
        await host.CaughtUpAsync();
        var (used, seconds) = (Usage.Of(host) - before, (LoadGenerator.Now - started) / 1_000);
        await Console.Error.WriteLineAsync(again ? $"{events} events are there from an earlier run" : $"{events} events stored and projected in {seconds:F0} s");

        var timings = new JsonObject();
        var (slowest, slowestTail) = (0.0, 0.0);
        foreach (var (name, query, variables) in OverviewQuestions.Of(new(to - Span, to)))
        {
            var sample = new Percentiles(await TimeAsync(times, () => host.AskAsync(tenant, query, variables)));
            timings[name] = sample.At(0.5);
            (slowest, slowestTail) = (Math.Max(slowest, sample.At(0.5)!.Value), Math.Max(slowestTail, sample.At(0.95)!.Value));
        }
        var together = new Percentiles(await TimeAsync(times, () => Task.WhenAll(OverviewQuestions.OfPage(new(to - Span, to)).Select(question => host.AskAsync(tenant, question.Query, question.Variables)))));
        var (funnelQuery, funnelVariables) = OverviewQuestions.ThreeSteps(new(to - Span, to));
        var funnel = new Percentiles(await TimeAsync(times, () => host.AskAsync(tenant, funnelQuery, funnelVariables)));
        var page = await OverviewInBrowser.MeasureAsync(host, tenant);
        return await installation.FiguresAsync(options, shape, load, traffic, used, new JsonObject
        {
            ["storedAndProjectedPerSecond"] = again ? null : Math.Round(events / seconds),
            ["slowestMs"] = slowest,
            ["slowestP95Ms"] = slowestTail,
            ["funnel3Ms"] = funnel.At(0.5),
            ["overviewTogetherMs"] = together.At(0.5),
            ["overviewInteractiveMs"] = page.First,
            ["overviewInteractiveAgainMs"] = page.Again,
            ["queriesMs"] = timings,
            ["explorationFileMb"] = Math.Round(new FileInfo(Path.Combine(host.Data, "exploration.duckdb")).Length / 1_048_576.0),
        });
    }

    // The events end when the first run began; a later run of the same directory asks for the same month.
    private static async Task<(DateTimeOffset To, bool Again)> UntilAsync(string file)
    {
        if (File.Exists(file))
            return (DateTimeOffset.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture), true);
        var now = TimeProvider.System.GetUtcNow();
        await File.WriteAllTextAsync(file, now.ToString("O", CultureInfo.InvariantCulture));
        return (now, false);
    }

    private static DateTimeOffset OccurredAt(long number, long events, DateTimeOffset to) =>
        to - Span + (Span - TimeSpan.FromMinutes(5)) * ((double)(number / EventsPerVisit * EventsPerVisit) / events) + TimeSpan.FromSeconds(20 * (number % EventsPerVisit));

    private static async Task<List<double>> TimeAsync(int times, Func<Task> ask)
    {
        for (var i = 0; i < Warm; i++)
            await ask();
        var sample = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var started = LoadGenerator.Now;
            await ask();
            sample.Add(LoadGenerator.Now - started);
        }
        return sample;
    }
}
