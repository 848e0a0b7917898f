using System.Globalization;
using Platform.Projections.Metrics.Influx;

namespace Platform.Tests.Integration.Metrics;

public class InfluxTests
{
    private static readonly DateTimeOffset Day = DateTimeOffset.UnixEpoch.AddDays(Math.Floor((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays) - 2);
    private static readonly string[] Names = ["plain", "with space", "a,b=c", "back\\slash\\", "line\nbreak", "100 % off", "%5C", "Käse 🧀", "'quoted' \"twice\""];

    [Fact]
    public async Task What_is_mirrored_is_what_is_rolled_up_whatever_names_events_have()
    {
        await using var influx = await InfluxServer.StartAsync();
        await using var host = await HostProcess.StartAsync(settings: new() { ["ConnectionStrings__InfluxDb"] = influx.ConnectionString });
        var tenant = await host.AddTenantAsync();
        await SendAsync(host, tenant, 300, 1);
        await host.CaughtUpAsync();
        foreach (var (policy, bucket) in new[] { ("raw", "minute"), ("hourly", "hour"), ("daily", "day") })
        {
            var expected = await ExpectedAsync(host, tenant, bucket);
            await HostProcess.UntilAsync(async () => (await MirroredAsync(influx, tenant, policy)).Count >= expected.Count);
            Assert.Equal(expected, await MirroredAsync(influx, tenant, policy));
        }

        // A late event changes its own bucket, which is sent again.
        await SendAsync(host, tenant, 50, 2);
        await host.CaughtUpAsync();
        var changed = await ExpectedAsync(host, tenant, "minute");
        await HostProcess.UntilAsync(async () => changed.SequenceEqual(await MirroredAsync(influx, tenant, "raw")));

        foreach (var name in Names)
        {
            var series = (await host.AskAsync(tenant, """
                query ($from: DateTime!, $to: DateTime!, $name: String!) { metricSeries(metric: "events", bucket: MINUTE, range: { from: $from, to: $to }, dimensions: [{ dimension: "event", values: [$name] }]) { points { value } } }
                """, new { from = Day, to = Day.AddDays(1), name })).GetProperty("metricSeries").GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetDouble());
            Assert.Equal(changed.Where(row => row.Dimension == "event" && row.Value == name).Sum(row => row.Events), series);
        }
    }

    [Fact]
    public async Task Nothing_is_missing_after_the_server_was_gone_under_load_and_ingest_does_not_notice()
    {
        await using var influx = await InfluxServer.StartAsync();
        await using var host = await HostProcess.StartAsync(settings: new() { ["ConnectionStrings__InfluxDb"] = influx.ConnectionString });
        var tenant = await host.AddTenantAsync();
        for (var round = 0; round < 12; round++)
        {
            if (round == 3)
                await influx.KillAsync();
            if (round == 9)
                await influx.StartAgainAsync();
            await SendAsync(host, tenant, 200, 10 + round);
        }
        await host.CaughtUpAsync();
        // While it is behind, the rollups answer.
        var asked = (await host.AskAsync(tenant, "query ($from: DateTime!, $to: DateTime!) { metricSeries(metric: \"events\", bucket: HOUR, range: { from: $from, to: $to }) { points { value } } }",
            new { from = Day, to = Day.AddDays(1) })).GetProperty("metricSeries").GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetDouble());
        Assert.Equal(2_400, asked);

        var expected = await ExpectedAsync(host, tenant, "minute");
        Assert.Equal(2_400, expected.Where(row => row.Dimension.Length == 0).Sum(row => row.Events));
        await HostProcess.UntilAsync(async () => expected.SequenceEqual(await MirroredAsync(influx, tenant, "raw")));
    }

    [Fact]
    public async Task Series_are_read_from_the_mirror_once_it_has_them()
    {
        await using var influx = await InfluxServer.StartAsync();
        await using var host = await HostProcess.StartAsync(settings: new() { ["ConnectionStrings__InfluxDb"] = influx.ConnectionString });
        var tenant = await host.AddTenantAsync();
        await SendAsync(host, tenant, 100, 7);
        await host.CaughtUpAsync();
        await HostProcess.UntilAsync(async () => (await MirroredAsync(influx, tenant, "raw")).Where(row => row.Dimension.Length == 0).Sum(row => row.Events) == 100);
        // Only the mirror knows of it.
        await influx.WriteAsync("raw", $"platform_metrics,tenant={tenant} events=1000 {Day.ToUnixTimeSeconds()}");
        const string question = "query ($from: DateTime!, $to: DateTime!) { metricSeries(metric: \"events\", bucket: MINUTE, range: { from: $from, to: $to }) { points { value } } }";
        await HostProcess.UntilAsync(async () => (await host.AskAsync(tenant, question, new { from = Day, to = Day.AddDays(1) }))
            .GetProperty("metricSeries").GetProperty("points")[0].GetProperty("value").GetDouble() == 1_000);

        await influx.KillAsync();
        var points = (await host.AskAsync(tenant, question, new { from = Day, to = Day.AddDays(1) })).GetProperty("metricSeries").GetProperty("points");
        Assert.Equal(100, points.EnumerateArray().Sum(point => point.GetProperty("value").GetDouble()));
    }

    [Theory]
    [InlineData("influx:8086", "which is no address")]
    [InlineData("http://influx:8086;Bucket=x", "a part 'Bucket', which is not understood")]
    [InlineData("http://influx:8086;Database=a b", "its name may have letters")]
    public void A_connection_string_that_cannot_be_used_says_what_to_change(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => InfluxSettings.Parse(text)).Message, StringComparison.Ordinal);

    private static async Task SendAsync(HostProcess host, string tenant, int count, int seed)
    {
        var random = new Random(seed);
        using var response = await host.BatchAsync(tenant, Enumerable.Range(0, count).Select(i => (object)new
        {
            type = "track", @event = Names[random.Next(Names.Length)], messageId = $"{seed}-{i}", anonymousId = $"v{random.Next(9)}",
            timestamp = Day.AddMinutes(random.Next(1_440)).ToString("O", CultureInfo.InvariantCulture), properties = new { revenue = random.Next(100) },
        }));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<List<Row>> ExpectedAsync(HostProcess host, string tenant, string bucket)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            $"select dimension, value, extract(epoch from date_trunc('{bucket}', minute, 'UTC'))::bigint, sum(events)::float8, sum(revenue)::float8 from read.metric_minute where tenant = $1 group by 1, 2, 3", connection)
        {
            Parameters = { new() { Value = tenant } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Row>();
        while (await reader.ReadAsync())
            rows.Add(new Row(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetDouble(4)));
        return [.. rows.Order()];
    }

    private static async Task<List<Row>> MirroredAsync(InfluxServer influx, string tenant, string policy) =>
        [.. (await influx.AskAsync($"select events, revenue from \"{policy}\".platform_metrics where tenant = '{tenant}' group by \"dimension\", \"value\"")).Select(row => new Row(
            row.Tags["dimension"], LineProtocol.Unescaped(row.Tags["value"]), row.Values[0].GetInt64(), row.Values[1].GetDouble(), row.Values[2].GetDouble())).Order()];

    private sealed record Row(string Dimension, string Value, long At, double Events, double Revenue) : IComparable<Row>
    {
        public int CompareTo(Row? other) => (Dimension, Value, At).CompareTo((other!.Dimension, other.Value, other.At));
    }
}
