using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.Identity;

public class IdentityTests(PlatformFixture platform)
{
    [Fact]
    public async Task Placeholder_ids_and_shared_ids_join_nobody_and_say_why()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var placeholders = await platform.Host.BatchAsync(tenant, new[] { "undefined", "NULL", " 0 ", "[object Object]" }.Select((id, n) => Identify($"p{n}", id)));
        Assert.Equal(HttpStatusCode.OK, placeholders.StatusCode);
        for (var n = 0; n < 30; n++)
            using (var one = await platform.Host.BatchAsync(tenant, [Identify($"v{n}", "office@shop.example"), Identify("v0", "office@shop.example", $"again{n}")]))
                Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        using var nextDay = await platform.Host.BatchAsync(tenant, [Identify("later", "office@shop.example", at: "2026-11-02T10:00:00Z")]);
        await platform.Host.CaughtUpAsync();

        var answer = await platform.Host.AskAsync(tenant, """{ person(id: "office@shop.example") { visitorIds } deadLetters(source: "web", first: 100) { nodes { reason message } } }""");
        Assert.Equal(22, answer.GetProperty("person").GetProperty("visitorIds").GetArrayLength());
        var letters = answer.GetProperty("deadLetters").GetProperty("nodes").EnumerateArray().ToLookup(letter => letter.GetProperty("reason").GetString(), letter => letter.GetProperty("message").GetString()!);
        Assert.Equal((4, 10), (letters["MALFORMED"].Count(), letters["BLOCKED"].Count()));
        Assert.All(letters["MALFORMED"], message => Assert.Contains("stands for nobody", message, StringComparison.Ordinal));
        Assert.All(letters["BLOCKED"], message => Assert.Contains("within a minute", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_visitor_taken_out_is_a_person_of_its_own_in_every_answer_until_it_is_joined_again()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var sent = await platform.Host.BatchAsync(tenant,
        [
            .. new[] { "a", "b", "c" }.Select(visitor => new { type = "track", @event = "Bought", anonymousId = visitor, messageId = "t" + visitor, timestamp = "2026-11-01T10:00:00Z" }),
            Identify("a", "user"), Identify("b", "user"), new { type = "alias", userId = "user", previousId = "c", messageId = "alias" },
            new { type = "group", anonymousId = "a", groupId = "acme", messageId = "g", traits = new { plan = "pro" } },
        ]);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        await BuyersAsync(tenant, 1);
        Assert.Equal("acme", (await PersonAsync(tenant, "b")).GetProperty("groups")[0].GetProperty("id").GetString());

        var person = await PersonAsync(tenant, "a");
        var remaining = await platform.Host.AskAsync(tenant, "mutation ($id: ID!) { unlinkVisitor(personId: $id, visitorId: \"b\") { visitorIds } }", new { id = person.GetProperty("id").GetString() });
        Assert.Equal(["a", "c", "user"], Ids(remaining.GetProperty("unlinkVisitor")));
        Assert.Equal(["b"], Ids(await PersonAsync(tenant, "b")));
        await BuyersAsync(tenant, 2);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            platform.Host.AskAsync(tenant, "mutation { unlinkVisitor(personId: \"b\", visitorId: \"b\") { id } }"));

        using var again = await platform.Host.BatchAsync(tenant, [Identify("b", "user", "again")]);
        await BuyersAsync(tenant, 1);
        Assert.Equal(["a", "b", "c", "user"], Ids(await PersonAsync(tenant, "c")));
    }

    [Fact]
    public async Task Traits_are_what_was_known_of_them_at_the_moment_asked_for()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var before = await NowAsync();
        using var first = await platform.Host.BatchAsync(tenant, [Identify("a", "user", "1", "2026-11-01T10:00:00Z", new { plan = "free", city = "Graz" })]);
        var between = await NowAsync();
        using var second = await platform.Host.BatchAsync(tenant,
            [Identify("b", "user", "2", "2026-11-01T12:00:00Z", new { plan = "pro" }), Identify("a", "user", "3", "2026-11-01T11:00:00Z", new { plan = "trial", city = "Linz" })]);
        await platform.Host.CaughtUpAsync();

        var person = (await platform.Host.AskAsync(tenant,
            "query ($before: DateTime!, $between: DateTime!) { person(id: \"a\") { traits none: traitsAsOf(at: $before) then: traitsAsOf(at: $between) now: traitsAsOf(at: \"2100-01-01T00:00:00Z\") } }",
            new { before, between })).GetProperty("person");
        Assert.Equal("{}", person.GetProperty("none").GetRawText());
        Assert.Equal("""{"city":"Graz","plan":"free"}""", Sorted(person.GetProperty("then")));
        Assert.Equal("""{"city":"Linz","plan":"pro"}""", Sorted(person.GetProperty("now")));
        Assert.Equal(Sorted(person.GetProperty("traits")), Sorted(person.GetProperty("now")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_set_once_holds_where_nothing_is_set_the_first_by_valid_time_in_whatever_order_it_comes(int seed)
    {
        var tenant = await platform.Host.AddTenantAsync();
        var random = new Random(seed);
        var told = Enumerable.Range(0, 24).Select(n => (Key: "k" + random.Next(5), At: new DateTime(2026, 11, 1, 0, random.Next(60), n, DateTimeKind.Utc), Once: random.Next(4) > 0, Value: n)).ToList();
        var expected = told.GroupBy(trait => trait.Key).OrderBy(trait => trait.Key, StringComparer.Ordinal).ToDictionary(trait => trait.Key, trait =>
            trait.Where(one => !one.Once).OrderBy(one => one.At).Select(one => (int?)one.Value).LastOrDefault() ?? trait.OrderBy(one => one.At).First().Value);
        foreach (var part in told.Chunk(8))
        {
            using var sent = await platform.Host.CollectAsync("/batch/", null, System.Net.Http.Json.JsonContent.Create(new
            {
                api_key = tenant,
                batch = part.Select(trait => new Dictionary<string, object>
                {
                    ["event"] = "$set", ["distinct_id"] = "user", ["timestamp"] = trait.At,
                    [trait.Once ? "$set_once" : "$set"] = new Dictionary<string, int> { [trait.Key] = trait.Value },
                }),
            }));
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        }
        await platform.Host.CaughtUpAsync();

        var person = (await platform.Host.AskAsync(tenant, "{ person(id: \"user\") { traits now: traitsAsOf(at: \"2100-01-01T00:00:00Z\") } }")).GetProperty("person");
        Assert.Equal(JsonSerializer.Serialize(expected), Sorted(person.GetProperty("traits")));
        Assert.Equal(JsonSerializer.Serialize(expected), Sorted(person.GetProperty("now")));
        var live = await ReadModels.DumpAsync(platform.Host, tenant);
        var rebuild = (await platform.Host.AskAsync(tenant, "mutation ($tenant: String) { rebuildProjection(name: \"persons\", tenant: $tenant) { id } }", new { tenant }))
            .GetProperty("rebuildProjection").GetProperty("id").GetString();
        await HostProcess.UntilAsync(async () => (await platform.Host.AskAsync(tenant, "{ rebuilds(first: 100) { id state } }")).GetProperty("rebuilds").EnumerateArray()
            .First(one => one.GetProperty("id").GetString() == rebuild).GetProperty("state").GetString() == "SWITCHED");
        Assert.Equal(live, await ReadModels.DumpAsync(platform.Host, tenant));
    }

    private static object Identify(string visitor, string user, string? id = null, string at = "2026-11-01T10:00:00Z", object? traits = null) =>
        new { type = "identify", anonymousId = visitor, userId = user, messageId = $"i-{visitor}-{user}-{id}", timestamp = at, traits };

    private async Task<string> NowAsync() =>
        (await platform.Host.ScalarAsync<DateTime>("select clock_timestamp()")).ToString("O", CultureInfo.InvariantCulture);

    private Task BuyersAsync(string tenant, int persons) => HostProcess.UntilAsync(async () =>
    {
        var trend = await platform.Host.AskAsync(tenant, """
            { trend(input: { range: { from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" }, granularity: DAY,
              series: [{ match: { name: "Bought" }, aggregate: UNIQUE_PERSONS }] }) { series { total } } }
            """);
        return trend.GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetDouble() == persons;
    });

    private async Task<JsonElement> PersonAsync(string tenant, string visitor) =>
        (await platform.Host.AskAsync(tenant, "query ($id: ID!) { person(id: $id) { id visitorIds groups { id traits } } }", new { id = visitor })).GetProperty("person");

    private static List<string> Ids(JsonElement person) => [.. person.GetProperty("visitorIds").EnumerateArray().Select(id => id.GetString()!).Order(StringComparer.Ordinal)];

    private static string Sorted(JsonElement traits) =>
        JsonSerializer.Serialize(traits.EnumerateObject().OrderBy(trait => trait.Name, StringComparer.Ordinal).ToDictionary(trait => trait.Name, trait => trait.Value));
}
