using System.Globalization;
using Npgsql;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks;

/// <summary>A host of its own with an empty store and one tenant, and brokers where they are asked for.</summary>
internal sealed record Installation(HostProcess Host, string Tenant, KafkaCluster? Brokers) : IAsyncDisposable
{
    public static async Task<Installation> StartAsync(bool kafka = false)
    {
        var brokers = kafka ? await KafkaCluster.StartAsync("events:8", "events.raw:4", "events.dead:1", "platform.messages:1") : null;
        var host = await HostProcess.StartAsync(settings: brokers is null ? null : new() { ["ConnectionStrings__Kafka"] = brokers.Bootstrap });
        return new Installation(host, await host.AddTenantAsync("bench"), brokers);
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
