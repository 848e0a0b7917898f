using System.Globalization;
using System.Text.Json;

namespace Platform.Tests.Integration.Projections;

public class AnswersTests(PlatformFixture platform)
{
    private static readonly DateTimeOffset Day = new(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Pages = ["/", "/pricing", "/docs"];
    private static readonly string[] Countries = ["AT", "DE", "US"];

    [Fact]
    public async Task Trends_and_breakdowns_are_what_a_recount_of_the_events_gives()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var events = await SendAsync(tenant, 600, 11);

        foreach (var zone in new[] { "UTC", "Europe/Vienna", "America/New_York" })
        {
            var trend = await platform.Host.AskAsync(tenant, """
                query ($zone: String) { trend(input: { range: { from: "2026-10-20T00:00:00Z", to: "2026-10-30T00:00:00Z" }, granularity: DAY, timeZone: $zone,
                  series: [{ match: { name: "*" } }, { match: { name: "page_viewed" }, aggregate: UNIQUE_PERSONS }] }) { series { total points { start value } } } }
                """, new { zone });
            var series = trend.GetProperty("trend").GetProperty("series").EnumerateArray().ToList();
            Assert.Equal(Daily(events, zone, group => group.Count()), Points(series[0], zone));
            Assert.Equal(Daily(events.Where(e => e.Name == "page_viewed"), zone, group => group.Select(e => e.Visitor).Distinct().Count()), Points(series[1], zone));
            Assert.Equal(events.Where(e => e.Name == "page_viewed").Select(e => e.Visitor).Distinct().Count(), series[1].GetProperty("total").GetDouble());
        }

        var rows = (await platform.Host.AskAsync(tenant, """
            { breakdown(input: { range: { from: "2026-10-20T00:00:00Z", to: "2026-10-30T00:00:00Z" }, property: "country", filters: [{ property: "page", operator: NOT_EQUALS, values: ["/docs"] }] }) { rows { value persons events } } }
            """)).GetProperty("breakdown").GetProperty("rows").EnumerateArray()
            .ToDictionary(row => row.GetProperty("value").GetString()!, row => (row.GetProperty("persons").GetInt64(), row.GetProperty("events").GetInt64()));
        var expected = events.Where(e => e.Page != "/docs").GroupBy(e => e.Country)
            .ToDictionary(country => country.Key, country => ((long)country.Select(e => e.Visitor).Distinct().Count(), (long)country.Count()));
        Assert.Equal(expected.OrderBy(row => row.Key), rows.OrderBy(row => row.Key));
    }

    [Fact]
    public async Task Joined_visitors_are_one_person_in_every_answer_also_for_the_past()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await SendAsync(tenant, 200, 3);
        using var identified = await platform.Host.BatchAsync(tenant,
        [
            new { type = "identify", anonymousId = "v1", userId = "user", messageId = "i1", traits = new { name = "Ada" } },
            new { type = "identify", anonymousId = "v2", userId = "user", messageId = "i2", traits = new { plan = "pro" } },
        ]);
        Assert.True(identified.IsSuccessStatusCode);
        await platform.Host.CaughtUpAsync();
        const string question = """{ overview(range: { from: "2026-10-20T00:00:00Z", to: "2026-10-30T00:00:00Z" }) { current { visitors } } person(id: "v2") { visitorIds traits } }""";

        await HostProcess.UntilAsync(async () =>
            (await platform.Host.AskAsync(tenant, question)).GetProperty("overview").GetProperty("current").GetProperty("visitors").GetInt64() == 19);
        var person = (await platform.Host.AskAsync(tenant, question)).GetProperty("person");
        Assert.Equal(["user", "v1", "v2"], person.GetProperty("visitorIds").EnumerateArray().Select(id => id.GetString()!).Order());
        Assert.Equal("""{"name":"Ada","plan":"pro"}""", person.GetProperty("traits").GetRawText());
    }

    [Fact]
    public async Task Every_read_model_equals_its_rebuild()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await SendAsync(host, tenant, 800, 5);
        using var identified = await host.BatchAsync(tenant, [new { type = "identify", anonymousId = "v3", userId = "v4", messageId = "i" }, new { type = "alias", previousId = "v5", userId = "v4", messageId = "a" }]);
        Assert.True(identified.IsSuccessStatusCode);
        await host.CaughtUpAsync();
        var live = await ReadModels.DumpAsync(host, tenant);

        await host.StopAsync();
        foreach (var file in Directory.GetFiles(host.Data, "exploration.duckdb*"))
            File.Delete(file);
        var (exitCode, output) = await host.RunAsync("rebuild", "all");
        Assert.True(exitCode == 0, output);
        await host.StartAgainAsync();
        await host.CaughtUpAsync();

        Assert.Equal(live, await ReadModels.DumpAsync(host, tenant));
    }

    private Task<List<Sent>> SendAsync(string tenant, int count, int seed) => SendAsync(platform.Host, tenant, count, seed);

    private static async Task<List<Sent>> SendAsync(HostProcess host, string tenant, int count, int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, count).Select(i => new Sent(
            $"m{i}", random.Next(3) == 0 ? "Signed up" : "page_viewed", $"v{random.Next(20)}", Pages[random.Next(3)], Countries[random.Next(3)],
            Day.AddSeconds(random.Next(10 * 86_400)))).ToList();
        foreach (var chunk in events.Chunk(100))
        {
            using var response = await host.BatchAsync(tenant, chunk.Select(e => (object)new
            {
                type = e.Name == "page_viewed" ? "page" : "track", @event = e.Name, messageId = e.Id, anonymousId = e.Visitor,
                timestamp = e.At.ToString("O", CultureInfo.InvariantCulture), properties = new { path = e.Page },
                context = new { page = new { path = e.Page }, location = new { country = e.Country } },
            }));
            Assert.True(response.IsSuccessStatusCode);
        }
        await host.CaughtUpAsync();
        return events;
    }

    private static List<(string, double)> Daily(IEnumerable<Sent> events, string zone, Func<IEnumerable<Sent>, int> count) =>
        [.. events.GroupBy(e => Local(e.At, zone)).Select(day => (day.Key, (double)count(day))).Order()];

    private static List<(string, double)> Points(JsonElement series, string zone) =>
        [.. series.GetProperty("points").EnumerateArray().Select(point => (Local(point.GetProperty("start").GetDateTimeOffset(), zone), point.GetProperty("value").GetDouble()))
            .Where(point => point.Item2 > 0).Order()];

    private static string Local(DateTimeOffset at, string zone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Sent(string Id, string Name, string Visitor, string Page, string Country, DateTimeOffset At);
}
