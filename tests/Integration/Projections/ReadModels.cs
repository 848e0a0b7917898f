namespace Platform.Tests.Integration.Projections;

/// <summary>Everything the read models say, in a canonical form that two states can be compared by.</summary>
internal static class ReadModels
{
    private static readonly string[] Tables = ["visitors", "traits", "person_edges", "person_links", "catalog_events", "catalog_properties", "rollup_minute"];

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
}
