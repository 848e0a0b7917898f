using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Integration.Metrics;

public class MetricSeriesTests(PlatformFixture platform)
{
    private static readonly DateTimeOffset Start = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Countries = ["AT", "DE", "US"];

    private HostProcess Host => platform.Host;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Live_series_are_those_of_a_rebuild_and_of_a_recount_of_the_stored_events(int seed)
    {
        var tenant = await Host.AddTenantAsync();
        await SendAsync(tenant, Events(seed, 700), chunk: 70);
        await Host.CaughtUpAsync();

        var live = await RollupAsync(tenant);
        Assert.Equal(await RecountAsync(tenant), live);
        // The database knows microseconds, the events know tenths of them.
        Assert.InRange(await Host.ScalarAsync<double>($"""
            select (select sum(latency) from read.metric_minute where tenant = '{tenant}' and dimension = '')::float8 / sum(extract(epoch from timestamp - (data #>> '{"{origin,receivedAt}"}')::timestamptz) * 1000000)::float8
            from mt_events where tenant_id = '{tenant}'
            """), 0.999, 1.001);
        Assert.NotEqual(0, await Host.ScalarAsync<long>($"select sum(timely_events)::bigint from read.metric_minute where tenant = '{tenant}'"));

        var rebuilt = await RebuildAsync(tenant);
        Assert.Equal(("SWITCHED", 0), (rebuilt.GetProperty("state").GetString(), rebuilt.GetProperty("differences").GetInt64()));
        Assert.Equal(live, await RollupAsync(tenant));
    }

    [Fact]
    public async Task Each_metric_is_what_its_definition_says_in_total_and_by_dimension()
    {
        var tenant = await Host.AddTenantAsync();
        var events = Events(3, 400);
        await SendAsync(tenant, events, chunk: 400);
        await Host.CaughtUpAsync();
        var past = events.Where(e => e.At < Start.AddDays(5)).ToList();

        var expected = new Dictionary<string, Func<IEnumerable<Sent>, double>>
        {
            ["events"] = hour => hour.Count(),
            ["views"] = hour => hour.Count(e => e.Name == "page_viewed"),
            ["persons"] = hour => hour.Select(e => e.Visitor).Distinct().Count(),
            ["conversions"] = hour => hour.Count(e => e.Revenue is not null),
            ["revenue"] = hour => (double)hour.Sum(e => e.Revenue ?? 0),
            ["errors"] = hour => hour.Count(e => e.Name == "$exception"),
            ["page_load_median"] = hour => Quantile(hour, 0.5),
            ["page_load_p95"] = hour => Quantile(hour, 0.95),
            ["event:Order Completed"] = hour => hour.Count(e => e.Name == "Order Completed"),
        };
        foreach (var (metric, of) in expected)
        {
            Assert.Equal(Hours(past, of), await SeriesAsync(tenant, metric, null));
            if (!metric.StartsWith("event:", StringComparison.Ordinal))
                Assert.Equal(Hours(past.Where(e => e.Country == "AT"), of), await SeriesAsync(tenant, metric, [new { dimension = "country", values = new[] { "AT" } }]));
        }
        // Every visitor's own session id makes one session an hour: what begins in an hour, and what bounces of it, is known.
        Assert.Equal(Hours(past.GroupBy(e => e.Session).Select(session => session.MinBy(e => e.At)!), hour => hour.Count()), await SeriesAsync(tenant, "sessions", null));
    }

    [Fact]
    public async Task What_cannot_be_asked_says_what_can()
    {
        var tenant = await Host.AddTenantAsync();
        Assert.Contains("There is no metric 'nonsense'; ask for events,", await ProblemAsync(tenant, "nonsense", null), StringComparison.Ordinal);
        Assert.Contains("'sessions' is not told apart by 'source', but by country,", await ProblemAsync(tenant, "sessions", [new { dimension = "source" }]), StringComparison.Ordinal);
        Assert.Contains("one dimension at a time", await ProblemAsync(tenant, "events", [new { dimension = "source" }, new { dimension = "country" }]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_first_hundred_values_of_a_dimension_all_are_one_series()
    {
        var tenant = await Host.AddTenantAsync();
        await SendAsync(tenant, [.. Enumerable.Range(0, 140).Select(i => new Sent($"m{i}", $"Named {i}", "v", "AT", Start.AddSeconds(i), "s", null, null))], chunk: 30);
        await Host.CaughtUpAsync();

        Assert.Equal(100, await Host.ScalarAsync<long>($"select count(*) from read.metric_values where tenant = '{tenant}' and dimension = 'event'"));
        var other = await SeriesAsync(tenant, "events", [new { dimension = "event", values = new[] { "(other)" } }]);
        Assert.Equal(40, other.Sum(point => point.Value));
        Assert.Equal(0, (await RebuildAsync(tenant)).GetProperty("differences").GetInt64());
    }

    private static List<Sent> Events(int seed, int count)
    {
        var random = new Random(seed);
        var now = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            // Four of five are late by days; the others happen now, and are known before their minute closes.
            var at = random.Next(5) == 0 ? now : Start.AddSeconds(random.Next(4 * 86_400));
            var (name, visitor) = (random.Next(10) switch { 0 => "Order Completed", 1 => "$exception", 2 => "Signed up", _ => "page_viewed" }, $"v{random.Next(30)}");
            return new Sent($"m{seed}-{i}", name, visitor, Countries[random.Next(3)], at, $"{visitor}-{at:yyyyMMddHH}",
                name == "Order Completed" ? random.Next(100_000) / 100m : null, random.Next(2) == 0 ? random.Next(50, 4_000) : null);
        })];
    }

    private async Task SendAsync(string tenant, List<Sent> events, int chunk)
    {
        foreach (var some in events.Chunk(chunk))
        {
            using var response = await Host.BatchAsync(tenant, some.Select(e => (object)new
            {
                type = e.Name == "page_viewed" ? "page" : "track", @event = e.Name, messageId = e.Id, anonymousId = e.Visitor,
                timestamp = e.At.ToString("O", CultureInfo.InvariantCulture),
                properties = new Dictionary<string, object?> { ["path"] = "/", ["revenue"] = e.Revenue, ["load_time"] = e.Load }.Where(pair => pair.Value is not null).ToDictionary(),
                context = new { page = new { path = "/" }, location = new { country = e.Country }, sessionId = e.Session },
            }));
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    private Task<string> RollupAsync(string tenant) => Host.ScalarAsync<string>(
        $"""
        select string_agg(row::text, E'\n' order by row::text) from (
            select dimension, value, minute, events, views, conversions, errors, revenue::numeric(20, 4), timely_events, timely_revenue::numeric(20, 4)
            from read.metric_minute where tenant = '{tenant}') row
        """);

    // The same from the stored JSON alone, in plain SQL.
    private Task<string> RecountAsync(string tenant) => Host.ScalarAsync<string>(
        $$"""
        with happened as (
            select data, timestamp, type, date_trunc('minute', (data #>> '{origin,occurredAt}')::timestamptz, 'UTC') as minute,
                   case when type = 'action_tracked' then data ->> 'action' else type end as name,
                   (case when type = 'action_tracked' then data #>> '{properties,revenue}' end)::numeric as revenue
            from mt_events where tenant_id = '{{tenant}}' and type in ('page_viewed', 'action_tracked')),
        told as (
            select h.*, d.dimension, coalesce(d.value, '(none)') as value from happened h cross join lateral (values
                ('', ''), ('event', name), ('country', data #>> '{context,country}'), ('device', data #>> '{context,device,type}'),
                ('channel', data #>> '{context,channel}'), ('source', data #>> '{origin,source}')) d (dimension, value))
        select string_agg(row::text, E'\n' order by row::text) from (
            select dimension, value, minute, count(*) as events, count(*) filter (where type = 'page_viewed') as views,
                   count(*) filter (where revenue is not null or name = 'Order Completed') as conversions, count(*) filter (where name = '$exception') as errors,
                   coalesce(sum(revenue), 0)::numeric(20, 4) as revenue,
                   count(*) filter (where timestamp < minute + interval '65 seconds') as timely_events,
                   coalesce(sum(revenue) filter (where timestamp < minute + interval '65 seconds'), 0)::numeric(20, 4) as timely_revenue
            from told group by dimension, value, minute) row
        """);

    private async Task<List<(DateTimeOffset Start, double Value)>> SeriesAsync(string tenant, string metric, object[]? dimensions)
    {
        var answer = await Host.AskAsync(tenant, """
            query ($metric: String!, $dimensions: [DimensionFilter!]) { metricSeries(metric: $metric, dimensions: $dimensions, bucket: HOUR,
              range: { from: "2026-10-20T00:00:00Z", to: "2026-10-25T00:00:00Z" }) { metric points { start value dimensions } } }
            """, new { metric, dimensions });
        return [.. answer.GetProperty("metricSeries").GetProperty("points").EnumerateArray()
            .Select(point => (point.GetProperty("start").GetDateTimeOffset(), Math.Round(point.GetProperty("value").GetDouble(), 6)))];
    }

    private async Task<string> ProblemAsync(string tenant, string metric, object[]? dimensions) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => SeriesAsync(tenant, metric, dimensions))).Message;

    private async Task<JsonElement> RebuildAsync(string tenant)
    {
        await Host.AskAsync(tenant, "mutation ($tenant: String) { rebuildProjection(name: \"metrics\", tenant: $tenant) { id } }", new { tenant });
        JsonElement rebuild = default;
        await HostProcess.UntilAsync(async () =>
        {
            var all = (await Host.AskAsync(tenant, "{ rebuilds { projection tenant state differences } }")).GetProperty("rebuilds").EnumerateArray();
            rebuild = all.First(one => one.GetProperty("tenant").GetString() == tenant);
            return rebuild.GetProperty("state").GetString() is not ("RUNNING" or "COMPARING");
        });
        return rebuild;
    }

    private static List<(DateTimeOffset, double)> Hours(IEnumerable<Sent> events, Func<IEnumerable<Sent>, double> of)
    {
        var hours = events.ToLookup(e => new DateTimeOffset(e.At.UtcTicks - e.At.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero));
        return [.. Enumerable.Range(0, 5 * 24).Select(hour => Start.AddHours(hour)).Select(hour => (hour, Math.Round(of(hours[hour]), 6)))];
    }

    private static double Quantile(IEnumerable<Sent> events, double share)
    {
        var ascending = events.Where(e => e.Load is not null).Select(e => (double)e.Load!).Order().ToList();
        if (ascending.Count == 0)
            return 0;
        var place = share * (ascending.Count - 1);
        var (below, above) = (ascending[(int)place], ascending[Math.Min((int)place + 1, ascending.Count - 1)]);
        return below + (place - (int)place) * (above - below);
    }

    private sealed record Sent(string Id, string Name, string Visitor, string Country, DateTimeOffset At, string Session, decimal? Revenue, int? Load);
}
