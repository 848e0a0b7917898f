using System.Text.Json;

namespace Platform.Tests.Integration.Anomalies;

public class WatchTests
{
    private const string Find = """
        query ($status: AnomalyStatus) { anomalies(range: { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" }, status: $status) { totalCount openCount nodes {
          id metric dimension dimensionValue kind startedAt detectedAt endedAt value expected lower upper score status explanation note handledBy dismissed } } }
        """;

    [Fact]
    public async Task What_is_planted_in_the_recorded_past_is_found_by_what_was_known_then_and_the_same_again_after_everything_is_thrown_away()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await PlantedTraffic.AddAsync(host, tenant);
        await host.StopAsync();
        await host.StartAgainAsync();
        await host.CaughtUpAsync();
        // Nothing comes any more since it was planted, which is an outage as well: what is compared was over before.
        var planted = DateTimeOffset.UnixEpoch.AddMinutes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 - 10);
        await HostProcess.UntilAsync(async () => (await FoundAsync(host, tenant, planted)).Any(anomaly => Kind(anomaly) == "SPIKE" && anomaly.GetProperty("endedAt").ValueKind != JsonValueKind.Null));

        var found = await FoundAsync(host, tenant, planted);
        var spike = Assert.Single(found, anomaly => Kind(anomaly) == "SPIKE" && Total(anomaly, "events"));
        var outage = Assert.Single(found, anomaly => Kind(anomaly) == "OUTAGE" && Total(anomaly, "events"));
        Assert.InRange(spike.GetProperty("value").GetDouble(), 150, 400);
        Assert.InRange(spike.GetProperty("expected").GetDouble(), 8, 20);
        Assert.InRange(spike.GetProperty("upper").GetDouble(), 12, 60);
        Assert.Contains("times as many as usual. Most of it:", spike.GetProperty("explanation").GetString(), StringComparison.Ordinal);
        Assert.Contains("country AT", spike.GetProperty("explanation").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(65), spike.GetProperty("detectedAt").GetDateTimeOffset() - spike.GetProperty("startedAt").GetDateTimeOffset());
        Assert.NotEqual(JsonValueKind.Null, outage.GetProperty("endedAt").ValueKind);
        Assert.Equal("RESOLVED", outage.GetProperty("status").GetString());

        await PlantedTraffic.ExecuteAsync(host, "delete from ml.watches; delete from mt_doc_anomaly; delete from mt_events where type like 'anomaly%'; delete from mt_streams s where not exists (select 1 from mt_events e where e.stream_id = s.id)");
        host.Kill();
        await host.StartAgainAsync();
        await HostProcess.UntilAsync(async () => (await FoundAsync(host, tenant, planted)).Count(anomaly => anomaly.GetProperty("endedAt").ValueKind != JsonValueKind.Null) >= found.Count);
        var again = await FoundAsync(host, tenant, planted);
        Assert.Equal(found.Select(anomaly => anomaly.GetRawText()), again.Select(anomaly => anomaly.GetRawText()));

        await HandleAsync(host, tenant, spike.GetProperty("id").GetString()!);
        await ShowsBandAsync(host, tenant, spike);
    }

    private static async Task HandleAsync(HostProcess host, string tenant, string id)
    {
        var seen = (await host.AskAsync(tenant, "mutation ($id: ID!) { acknowledgeAnomaly(id: $id, note: \"A newsletter.\") { status note handledBy } }", new { id })).GetProperty("acknowledgeAnomaly");
        Assert.Equal("A newsletter.", seen.GetProperty("note").GetString());
        var none = (await host.AskAsync(tenant, "mutation ($id: ID!) { dismissAnomaly(id: $id) { status note dismissed } }", new { id })).GetProperty("dismissAnomaly");
        Assert.Equal(("RESOLVED", "A newsletter.", true), (none.GetProperty("status").GetString(), none.GetProperty("note").GetString(), none.GetProperty("dismissed").GetBoolean()));
        var other = await host.AddTenantAsync();
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.AskAsync(other, "mutation ($id: ID!) { acknowledgeAnomaly(id: $id) { id } }", new { id }));
        Assert.Contains("There is no such anomaly.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await FoundAsync(host, other, DateTimeOffset.MaxValue));
    }

    private static async Task ShowsBandAsync(HostProcess host, string tenant, JsonElement spike)
    {
        var start = spike.GetProperty("startedAt").GetDateTimeOffset();
        var band = (await host.AskAsync(tenant, """
            query ($from: DateTime!, $to: DateTime!) { expectedBand(metric: "events", range: { from: $from, to: $to }) { start value expected lower upper } forecast(metric: "events", horizon: "PT2H", bucket: HOUR) { model points { value lower upper } backtest { mase coverage } } }
            """, new { from = start.AddMinutes(-30), to = start.AddMinutes(1) }));
        var points = band.GetProperty("expectedBand").EnumerateArray().ToList();
        Assert.Equal(31, points.Count);
        Assert.True(points[^1].GetProperty("value").GetDouble() > points[^1].GetProperty("upper").GetDouble());
        Assert.All(points.SkipLast(1), point => Assert.InRange(point.GetProperty("value").GetDouble(), point.GetProperty("lower").GetDouble(), point.GetProperty("upper").GetDouble()));
        Assert.Equal(2, band.GetProperty("forecast").GetProperty("points").GetArrayLength());
    }

    private static async Task<List<JsonElement>> FoundAsync(HostProcess host, string tenant, DateTimeOffset before) =>
        [.. (await host.AskAsync(tenant, Find)).GetProperty("anomalies").GetProperty("nodes").EnumerateArray().Where(anomaly => anomaly.GetProperty("startedAt").GetDateTimeOffset() < before)];

    private static string Kind(JsonElement anomaly) => anomaly.GetProperty("kind").GetString()!;

    private static bool Total(JsonElement anomaly, string metric) =>
        anomaly.GetProperty("metric").GetString() == metric && anomaly.GetProperty("dimension").ValueKind == JsonValueKind.Null;
}
