namespace Platform.Tests;

/// <summary>Everything the read models say, in a canonical form that two states can be compared by.</summary>
internal static class ReadModels
{
    private static readonly string[] Tables = ["visitors", "traits", "initial_traits", "person_edges", "person_links", "catalog_events", "catalog_properties", "rollup_minute", "metric_minute", "metric_values",
        "funnel_versions", "funnel_events", "funnel_units", "funnel_edges"];

    public static async Task<string> DumpAsync(HostProcess host, string tenant)
    {
        var parts = new List<string>();
        foreach (var table in Tables)
            parts.Add($"{table}: " + await host.ScalarAsync<string>(
                $"select coalesce(string_agg(row::text, E'\\n' order by row::text), '') from read.{table} as row where tenant = '{tenant}'"));
        parts.Add((await host.AskAsync(tenant, """
            {
              overview(range: { from: "1990-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }) { current { visitors sessions views events bounceRate meanDuration } }
              breakdown(input: { range: { from: "1990-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }, property: "page", topK: 1000 }) { rows { value persons sessions views events bounceRate meanDuration } }
              sessions(range: { from: "1990-01-01T00:00:00Z", to: "2030-01-01T00:00:00Z" }, first: 500) { totalCount nodes { id visitorId startedAt endedAt views events entryPage exitPage } }
            }
            """)).GetRawText());
        return string.Join('\n', parts);
    }

    /// <summary>Throws every read model away, builds it anew from the events alone, and gives what it says then. The host runs again afterwards.</summary>
    public static async Task<string> RebuildAsync(HostProcess host, string tenant)
    {
        await host.StopAsync();
        File.Delete(Path.Combine(host.Data, "exploration.duckdb"));
        File.Delete(Path.Combine(host.Data, "exploration.duckdb.wal"));
        var (exitCode, output) = await host.RunAsync("rebuild", "all");
        if (exitCode != 0)
            throw new InvalidOperationException(output);
        await host.StartAgainAsync();
        await host.CaughtUpAsync();
        return await DumpAsync(host, tenant);
    }
}
