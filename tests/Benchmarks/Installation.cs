using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using Platform.Tests.Benchmarks.Load;
using Platform.Tests.Benchmarks.Measuring;

namespace Platform.Tests.Benchmarks;

/// <summary>A host of its own with an empty store and one tenant, and brokers where they are asked for.</summary>
internal sealed record Installation(HostProcess Host, string Tenant, KafkaCluster? Brokers) : IAsyncDisposable
{
    /// <summary>Partitions of the topic that carries events.</summary>
    public const int Partitions = 8;

    private const string Name = "bench";

    /// <param name="data">A directory that is kept, and may hold the store of an earlier run.</param>
    /// <param name="settings">Settings of the host besides the usual.</param>
    public static async Task<Installation> StartAsync(bool kafka = false, string? data = null, Dictionary<string, string>? settings = null)
    {
        var brokers = kafka ? await KafkaCluster.StartAsync($"events:{Partitions}", "events.raw:4", "events.dead:1", "platform.messages:1") : null;
        var filled = data is not null && Directory.Exists(Path.Combine(data, "postgres"));
        var all = new Dictionary<string, string>(settings ?? []);
        if (brokers is not null)
            all["ConnectionStrings__Kafka"] = brokers.Bootstrap;
        var host = await HostProcess.StartAsync(data, all);
        return new Installation(host, filled ? Name : await host.AddTenantAsync(Name), brokers);
    }

    /// <summary>The first requests compile code; they say nothing about the rest.</summary>
    public async Task WarmUpAsync(LoadShape shape)
    {
        using var load = new LoadGenerator(Host, Tenant, new Traffic(int.MaxValue), shape with { Rate = 2_000, Duration = TimeSpan.FromSeconds(10) });
        await load.RunAsync();
        await Host.CaughtUpAsync();
    }

    /// <summary>Stores events that are not measured, and waits until everything has them.</summary>
    public async Task FillAsync(long events)
    {
        var shape = new LoadShape(Batch: 250, Rate: double.PositiveInfinity) { Events = events };
        using var load = new LoadGenerator(Host, Tenant, new Traffic(int.MaxValue - 1), shape);
        await load.RunAsync();
        await Host.CaughtUpAsync();
    }

    /// <summary>Compares the generator's book with the store.</summary>
    public async Task<Comparison> CompareAsync(Ledger ledger, Traffic traffic)
    {
        await using var connection = new NpgsqlConnection(Host.ConnectionString);
        await connection.OpenAsync();
        using var ids = await connection.BeginTextExportAsync(
            $"copy (select data #>> '{{origin,messageId}}' from mt_events where data #>> '{{origin,messageId}}' like '{traffic.Prefix}%') to stdout");
        return ledger.Compare(ReadLines(ids).Select(id => long.Parse(id.AsSpan(traffic.Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    /// <summary>What every benchmark with load reports, around the figures of its own.</summary>
    public async Task<JsonObject> FiguresAsync(
        BenchmarkOptions options, LoadShape shape, LoadGenerator load, Traffic traffic, Usage used, JsonObject own)
    {
        var (acknowledged, lost, duplicated) = await CompareAsync(load.Ledger, traffic);
        var figures = new JsonObject { ["lost"] = lost, ["duplicated"] = duplicated, ["events"] = acknowledged, ["requestsRepeated"] = load.Repeated };
        foreach (var (name, value) in own)
            figures[name] = value?.DeepClone();
        figures["hostCpuUsPerEvent"] = Math.Round(used.Host * 1e6 / acknowledged, 1);
        figures["postgresCpuUsPerEvent"] = Math.Round(used.Postgres * 1e6 / acknowledged, 1);
        figures["clientCpuUsPerEvent"] = Math.Round(used.Client * 1e6 / acknowledged, 1);
        figures["hostRssMb"] = Math.Round(Usage.PeakMemoryMb(Host));
        figures["settings"] = new JsonObject
        {
            ["batch"] = shape.Batch, ["rate"] = double.IsInfinity(shape.Rate) ? "max" : shape.Rate, ["connections"] = shape.Connections,
            ["durationSeconds"] = shape.Duration > TimeSpan.Zero ? shape.Duration.TotalSeconds : null, ["seed"] = options.Seed, ["kafka"] = options.Kafka,
            ["postgres"] = await Host.ScalarAsync<string>("show server_version"), ["fsync"] = await Host.ScalarAsync<string>("show fsync"),
            ["synchronousCommit"] = await Host.ScalarAsync<string>("show synchronous_commit"),
        };
        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (Brokers is not null)
            await Brokers.DisposeAsync();
    }

    private static IEnumerable<string> ReadLines(TextReader text)
    {
        while (text.ReadLine() is { } line)
            yield return line;
    }
}
