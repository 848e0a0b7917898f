namespace Platform.Tests.Integration.Projections;

/// <summary>A new version of the product brings a read model, or reads for all of them at once for the first time.</summary>
public class PagePositionsTests
{
    [Theory]
    [InlineData("delete from mt_event_progression where name = 'catalog:All'; truncate read.catalog_events, read.catalog_properties", "catalog")]
    [InlineData("delete from mt_event_progression where name = 'page:All'; update mt_event_progression set last_seq_id = 0 where name = 'rollups:All'; truncate read.rollup_minute", "rollups")]
    [InlineData("delete from mt_event_progression where name = 'page:All'", null)]
    public async Task A_read_model_that_was_not_with_the_others_is_rebuilt_beside_and_none_counts_twice(string before, string? rebuilt)
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await Traffic.SendAsync(host, tenant, 400, seed: 3);
        await host.CaughtUpAsync();
        var right = await ReadModels.DumpAsync(host, tenant);
        host.Kill();
        await PlantedTraffic.ExecuteAsync(host, before);

        await host.StartAgainAsync();
        await HostProcess.UntilAsync(async () => await host.ScalarAsync<long>("select count(*) from mt_doc_rebuild where data ->> 'state' in ('Running', 'Comparing')") == 0);
        Assert.Equal(rebuilt is null ? [] : [(rebuilt, "SWITCHED")], await RebuildsAsync(host, tenant));
        Assert.Equal(right, await ReadModels.DumpAsync(host, tenant));

        await Traffic.SendAsync(host, tenant, 300, seed: 4);
        await host.CaughtUpAsync();
        var live = await ReadModels.DumpAsync(host, tenant);
        Assert.NotEqual(right, live);
        Assert.Equal(live, await ReadModels.RebuildAsync(host, tenant));
    }

    private static async Task<List<(string, string)>> RebuildsAsync(HostProcess host, string tenant) =>
    [
        .. (await host.AskAsync(tenant, "{ rebuilds(first: 9) { projection state } }")).GetProperty("rebuilds").EnumerateArray()
            .Select(rebuild => (rebuild.GetProperty("projection").GetString()!, rebuild.GetProperty("state").GetString()!)),
    ];
}
