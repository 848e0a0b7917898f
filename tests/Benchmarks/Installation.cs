using System.Globalization;
using Npgsql;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks;

/// <summary>A host of its own with an empty store and one tenant.</summary>
internal sealed record Installation(HostProcess Host, string Tenant) : IAsyncDisposable
{
    public static async Task<Installation> StartAsync()
    {
        var host = await HostProcess.StartAsync();
        return new Installation(host, await host.AddTenantAsync("bench"));
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

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static IEnumerable<string> ReadLines(TextReader text)
    {
        while (text.ReadLine() is { } line)
            yield return line;
    }
}
