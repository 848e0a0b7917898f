using System.Text.Json;
using DuckDB.NET.Data;

namespace Platform.Tests.Integration.Projections;

public class ExplorationRebuildTests
{
    private const string Everything = """range: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" }""";

    [Fact]
    public async Task Whoever_asks_all_through_the_rebuilds_never_sees_anything_but_the_right_answer()
    {
        await using var host = await HostProcess.StartAsync();
        var (tenant, other) = (await host.AddTenantAsync(), await host.AddTenantAsync());
        await Traffic.SendAsync(host, tenant, 1_500, seed: 21);
        var right = await AnswersAsync(host, tenant);
        using var stop = new CancellationTokenSource();
        var (reading, sending) = (ReadAsync(host, tenant, right, stop.Token), Traffic.KeepSendingAsync(host, other, stop.Token));

        foreach (var only in new[] { null, tenant, null, other })
        {
            var rebuild = await RebuildAsync(host, tenant, only);
            Assert.Equal(("SWITCHED", 0), (rebuild.GetProperty("state").GetString(), rebuild.GetProperty("differences").GetInt64()));
            Assert.Equal("events sessions person_links", string.Join(' ', rebuild.GetProperty("comparison").EnumerateArray().Select(table => table.GetProperty("table").GetString())));
            Assert.All(rebuild.GetProperty("comparison").EnumerateArray().Take(2), table => Assert.True(table.GetProperty("rows").GetInt64() > 0));
        }

        await stop.CancelAsync();
        Assert.True(await reading > 20);
        var sent = await sending;
        await host.CaughtUpAsync();
        Assert.Equal(sent, await EventsAsync(host, other));
        await HostProcess.UntilAsync(() => Task.FromResult(Directory.GetFiles(host.Data, "exploration*.duckdb").Length == 1));
        await host.StopAsync();
        await host.StartAgainAsync();
        await host.CaughtUpAsync();
        Assert.Equal(right, await AnswersAsync(host, tenant));
        Assert.Equal(sent, await EventsAsync(host, other));
    }

    [Fact]
    public async Task A_damaged_store_is_told_row_by_row_and_mended_and_a_rebuild_survives_kills_and_cancelling()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await Traffic.SendAsync(host, tenant, 2_000, seed: 22);
        await Traffic.MultiplyAsync(host, tenant, 12);
        await host.CaughtUpAsync();
        var right = await AnswersAsync(host, tenant);
        await host.StopAsync();
        Damage(Path.Combine(host.Data, "exploration.duckdb"), "delete from sessions where key in (select key from sessions limit 3); update events set name = 'Wrong' where seq in (select max(seq) from events)");
        await host.StartAgainAsync();
        await host.CaughtUpAsync();
        var wrong = await AnswersAsync(host, tenant);
        Assert.NotEqual(right, wrong);

        var id = await StartAsync(host, tenant);
        await host.AskAsync(tenant, "mutation ($id: ID!) { cancelRebuild(id: $id) { state } }", new { id });
        Assert.Equal("CANCELLED", (await FindAsync(host, tenant)).GetProperty("state").GetString());
        Assert.Equal(wrong, await AnswersAsync(host, tenant));
        await host.AskAsync(tenant, "mutation ($id: ID!) { resumeRebuild(id: $id) { state } }", new { id });
        await HostProcess.UntilAsync(async () => (await FindAsync(host, tenant)).GetProperty("processed").GetInt64() > 0);
        host.Kill();
        await host.StartAgainAsync();

        var done = await EndAsync(host, tenant);
        Assert.Equal((id, "SWITCHED"), (done.GetProperty("id").GetString(), done.GetProperty("state").GetString()));
        var tables = done.GetProperty("comparison").EnumerateArray().ToDictionary(table => table.GetProperty("table").GetString()!);
        Assert.Equal((1, 3), (tables["events"].GetProperty("differences").GetInt64(), tables["sessions"].GetProperty("differences").GetInt64()));
        Assert.Contains("Wrong", tables["events"].GetProperty("samples")[0].GetProperty("running").GetString(), StringComparison.Ordinal);
        Assert.Equal(right, await AnswersAsync(host, tenant));
    }

    private static void Damage(string path, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static async Task<string> AnswersAsync(HostProcess host, string tenant) => (await host.AskAsync(tenant, $$"""
        {
          overview({{Everything}}) { current { visitors sessions views events bounceRate meanDuration } }
          breakdown(input: { {{Everything}}, property: "page" }) { rows { value persons sessions views events } }
          funnel(input: { {{Everything}}, steps: [{ match: { name: "page_viewed" } }, { match: { name: "*" } }], window: "P1D" }) { steps { count } }
          trend(input: { {{Everything}}, granularity: MONTH, breakdowns: ["event"], series: [{ match: { name: "*" }, aggregate: UNIQUE_PERSONS }] }) { series { breakdown total } }
          sessions({{Everything}}, first: 20) { totalCount nodes { id startedAt events } }
        }
        """)).GetRawText();

    private static async Task<int> ReadAsync(HostProcess host, string tenant, string right, CancellationToken stop)
    {
        var asked = 0;
        for (; !stop.IsCancellationRequested; asked++)
            Assert.Equal(right, await AnswersAsync(host, tenant));
        return asked;
    }

    private static async Task<long> EventsAsync(HostProcess host, string tenant) =>
        (await host.AskAsync(tenant, $"{{ overview({Everything}) {{ current {{ events }} }} }}")).GetProperty("overview").GetProperty("current").GetProperty("events").GetInt64();

    private static async Task<string> StartAsync(HostProcess host, string tenant, string? only = null) =>
        (await host.AskAsync(tenant, "mutation ($tenant: String) { rebuildProjection(name: \"exploration\", tenant: $tenant) { id } }", new { tenant = only }))
            .GetProperty("rebuildProjection").GetProperty("id").GetString()!;

    private static async Task<JsonElement> RebuildAsync(HostProcess host, string tenant, string? only)
    {
        await StartAsync(host, tenant, only);
        return await EndAsync(host, tenant);
    }

    private static async Task<JsonElement> EndAsync(HostProcess host, string tenant)
    {
        await HostProcess.UntilAsync(async () => (await FindAsync(host, tenant)).GetProperty("state").GetString() is not ("RUNNING" or "COMPARING"));
        return await FindAsync(host, tenant);
    }

    private static async Task<JsonElement> FindAsync(HostProcess host, string tenant) => (await host.AskAsync(tenant,
        "{ rebuilds(first: 1) { id state processed differences problem comparison { table rows differences samples { running } } } }")).GetProperty("rebuilds")[0];
}
