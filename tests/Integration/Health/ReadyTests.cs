using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.Health;

public class ReadyTests
{
    [Fact]
    public async Task A_projection_that_stands_still_makes_the_host_not_ready_until_it_moves_again()
    {
        await using var host = await HostProcess.StartAsync(settings: new() { ["Health__LongestLag"] = "00:00:05" });
        var tenant = await host.AddTenantAsync();
        await using (var connection = new Npgsql.NpgsqlConnection(host.ConnectionString))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var stop = new Npgsql.NpgsqlCommand("lock table read.rollup_minute in access exclusive mode", connection, transaction))
                await stop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await SendAsync(host, tenant);

            await HostProcess.UntilAsync(async () => (await host.Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
            var projections = (await CheckAsync(host)).GetProperty("projections");
            Assert.Equal("Unhealthy", projections.GetProperty("status").GetString());
            Assert.Contains("rollups", projections.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health/live")).StatusCode);
            await HostProcess.UntilAsync(async () => LagOf(await host.Http.GetStringAsync("/metrics")) > 0);
        }
        await HostProcess.UntilAsync(async () => (await host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Events_that_no_node_projects_make_the_host_not_ready()
    {
        var settings = new Dictionary<string, string>();
        await using var host = await HostProcess.StartAsync(settings: settings);
        var tenant = await host.AddTenantAsync();
        await host.CaughtUpAsync();
        await host.StopAsync();
        (settings["Modules"], settings["Health__LongestLag"]) = ("ingest,readapi", "00:00:01");
        await host.StartAgainAsync();
        await SendAsync(host, tenant);

        await HostProcess.UntilAsync(async () => (await host.Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("no node projects them", (await CheckAsync(host)).GetProperty("daemon").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static async Task SendAsync(HostProcess host, string tenant)
    {
        using var sent = await host.BatchAsync(tenant, [new { type = "track", @event = "x", userId = "u" }]);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
    }

    private static async Task<JsonElement> CheckAsync(HostProcess host)
    {
        using var response = await host.Http.GetAsync("/health/ready");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("checks");
    }

    private static double LagOf(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("platform_projection_lag_seconds{", StringComparison.Ordinal) && line.Contains("projection=\"rollups\"", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).SingleOrDefault();
}
