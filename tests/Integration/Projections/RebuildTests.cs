using System.Text.Json;

namespace Platform.Tests.Integration.Projections;

public class RebuildTests
{
    private const string Start = "mutation ($name: String!, $tenant: String) { rebuildProjection(name: $name, tenant: $tenant) { id state } }";

    private const string Find = """
        { rebuilds(first: 1) { id projection state processed total eventsPerSecond differences problem
          comparison { projection table rows differences samples { key running rebuilt } } } }
        """;

    [Fact]
    public async Task A_rebuild_beside_the_running_edition_finds_no_difference_and_readers_see_no_hole()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await Traffic.SendAsync(host, tenant, 3_000, seed: 7);
        using var stop = new CancellationTokenSource();
        var (reading, sending) = (ReadAsync(host, tenant, stop.Token), Traffic.KeepSendingAsync(host, tenant, stop.Token));

        for (var round = 0; round < 3; round++)
        {
            var rebuild = await RebuildAsync(host, tenant, "all");
            Assert.Equal("SWITCHED", rebuild.GetProperty("state").GetString());
            Assert.Equal(0, rebuild.GetProperty("differences").GetInt64());
            Assert.Equal(14, rebuild.GetProperty("comparison").GetArrayLength());
        }

        await stop.CancelAsync();
        Assert.True(await reading > 20);
        var sent = await sending;
        await host.CaughtUpAsync();
        Assert.Equal(3_000 + sent, await host.ScalarAsync<long>($"select sum(events)::bigint from read.rollup_minute where tenant = '{tenant}'"));
        Assert.Equal(0, await host.ScalarAsync<long>("select count(*) from pg_namespace where nspname like 'rebuild_%'"));
    }

    [Fact]
    public async Task A_damaged_read_model_is_told_row_by_row_and_mended_while_events_arrive()
    {
        await using var host = await HostProcess.StartAsync();
        var (tenant, other) = (await host.AddTenantAsync(), await host.AddTenantAsync());
        await Traffic.SendAsync(host, tenant, 500, seed: 1);
        await Traffic.SendAsync(host, other, 200, seed: 2);
        await host.CaughtUpAsync();
        var right = await ReadModels.DumpAsync(host, tenant);
        foreach (var damage in new[] { "update read.visitors set events = events + 1 where visitor_id = 'v1'", "delete from read.person_edges", "delete from read.person_links",
            "insert into read.rollup_minute values ('nobody', 'x', now(), 1)", "update read.catalog_events set volume = 0" })
            Assert.Equal(0, await host.ScalarAsync<int>($"with done as ({damage} returning 1) select 0 from done limit 1"));

        var mended = await RebuildAsync(host, tenant, "persons", tenant);
        var tables = mended.GetProperty("comparison").EnumerateArray().ToDictionary(table => table.GetProperty("table").GetString()!);
        Assert.Equal(1, tables["visitors"].GetProperty("differences").GetInt64());
        Assert.Contains("v1", tables["visitors"].GetProperty("samples")[0].GetProperty("running").GetString(), StringComparison.Ordinal);
        Assert.True(tables["person_edges"].GetProperty("differences").GetInt64() > 0);
        Assert.Equal(0, tables["traits"].GetProperty("differences").GetInt64());
        Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from read.person_edges where tenant = '{other}'"));

        using var stop = new CancellationTokenSource();
        var sending = Traffic.KeepSendingAsync(host, other, stop.Token);
        var all = await RebuildAsync(host, tenant, "all");
        await stop.CancelAsync();
        var sent = await sending;
        await host.CaughtUpAsync();
        Assert.True(all.GetProperty("differences").GetInt64() > 0);
        Assert.Equal(right, await ReadModels.DumpAsync(host, tenant));
        Assert.Equal(0, await host.ScalarAsync<long>("select count(*) from read.rollup_minute where tenant = 'nobody'"));
        Assert.Equal(200 + sent, await host.ScalarAsync<long>($"select sum(events)::bigint from read.visitors where tenant = '{other}'"));
        Assert.True(await host.ScalarAsync<long>($"select count(*) from read.person_edges where tenant = '{other}'") > 0);
    }

    [Fact]
    public async Task A_rebuild_survives_kills_and_can_be_cancelled_and_resumed()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await Traffic.SendAsync(host, tenant, 2_000, seed: 3);
        await Traffic.MultiplyAsync(host, tenant, 40);
        await host.CaughtUpAsync();
        var live = await ReadModels.DumpAsync(host, tenant);

        await BeginAsync(host, tenant);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.AskAsync(tenant, Start, new { name = "persons" }));
        Assert.Contains("is being rebuilt", refused.Message, StringComparison.Ordinal);
        host.Kill();
        await host.StartAgainAsync();
        Assert.Equal("SWITCHED", (await EndAsync(host, tenant)).GetProperty("state").GetString());
        Assert.Equal(live, await ReadModels.DumpAsync(host, tenant));

        var id = await BeginAsync(host, tenant);
        await host.AskAsync(tenant, "mutation ($id: ID!) { cancelRebuild(id: $id) { state } }", new { id });
        Assert.Equal("CANCELLED", (await FindAsync(host, tenant)).GetProperty("state").GetString());
        Assert.Equal(live, await ReadModels.DumpAsync(host, tenant));

        await host.AskAsync(tenant, "mutation ($id: ID!) { resumeRebuild(id: $id) { state } }", new { id });
        var done = await EndAsync(host, tenant);
        Assert.Equal((id, "SWITCHED", 0), (done.GetProperty("id").GetString(), done.GetProperty("state").GetString(), done.GetProperty("differences").GetInt64()));
        Assert.Equal(live, await ReadModels.DumpAsync(host, tenant));
    }

    [Fact]
    public async Task The_command_line_rebuilds_with_the_host_running_and_without_it()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await Traffic.SendAsync(host, tenant, 400, seed: 4);

        foreach (var running in new[] { true, false })
        {
            if (!running)
                await host.StopAsync();
            var (exitCode, output) = await host.RunAsync("rebuild", "all");
            Assert.True(exitCode == 0, output);
            Assert.Contains("the same as before", output, StringComparison.Ordinal);
            Assert.DoesNotContain("differ", output, StringComparison.Ordinal);
        }
        var (refused, problem) = await host.RunAsync("rebuild", "nothing");
        Assert.NotEqual(0, refused);
        Assert.Contains("There is no projection 'nothing'; there are catalog, persons", problem, StringComparison.Ordinal);
        await host.StartAgainAsync();
    }

    private static async Task<string> BeginAsync(HostProcess host, string tenant)
    {
        var id = (await host.AskAsync(tenant, Start, new { name = "all" })).GetProperty("rebuildProjection").GetProperty("id").GetString()!;
        await HostProcess.UntilAsync(async () => (await FindAsync(host, tenant)).GetProperty("processed").GetInt64() > 0);
        return id;
    }

    private static async Task<JsonElement> RebuildAsync(HostProcess host, string tenant, string name, string? only = null)
    {
        await host.AskAsync(tenant, Start, new { name, tenant = only });
        return await EndAsync(host, tenant);
    }

    private static async Task<JsonElement> EndAsync(HostProcess host, string tenant)
    {
        await HostProcess.UntilAsync(async () => (await FindAsync(host, tenant)).GetProperty("state").GetString() is not ("RUNNING" or "COMPARING"));
        return await FindAsync(host, tenant);
    }

    private static async Task<JsonElement> FindAsync(HostProcess host, string tenant) =>
        (await host.AskAsync(tenant, Find)).GetProperty("rebuilds")[0];

    /// <summary>Asks again and again: what was seen once is never missing afterwards.</summary>
    private static async Task<int> ReadAsync(HostProcess host, string tenant, CancellationToken stop)
    {
        var (asked, events, persons) = (0, 0L, 0);
        for (; !stop.IsCancellationRequested; asked++)
        {
            var answer = await host.AskAsync(tenant, """
                { catalog { events { volume } } person(id: "v1") { visitorIds }
                  metricSeries(metric: "events", range: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" }, bucket: DAY) { points { value } } }
                """);
            var volume = answer.GetProperty("catalog").GetProperty("events").EnumerateArray().Sum(name => name.GetProperty("volume").GetInt64());
            var series = (long)answer.GetProperty("metricSeries").GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetDouble());
            var ids = answer.GetProperty("person").GetProperty("visitorIds").GetArrayLength();
            Assert.True(volume >= events && series >= 3_000 && ids >= persons, $"{events} events became {volume}, {series} in the series, {persons} ids became {ids}");
            (events, persons) = (volume, ids);
        }
        return asked;
    }
}
