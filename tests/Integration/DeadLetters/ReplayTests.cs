using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.DeadLetters;

public class ReplayTests(PlatformFixture platform)
{
    private const string List = "{ deadLetters(source: \"web\", first: 500) { totalCount byReason { reason count } nodes { id reason message event payload attempts } } }";
    private const string Replay = """
        mutation ($ids: [ID!], $reason: DropReason, $dryRun: Boolean) { replayDeadLetters(ids: $ids, reason: $reason, dryRun: $dryRun) {
          replayed alreadyStored stillFailing sample { id message } outcomes { id passes reason message event } } }
        """;

    [Fact]
    public async Task A_refused_event_is_mended_tried_and_stored_once()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var sent = await platform.Host.BatchAsync(tenant,
        [
            new { type = "track", anonymousId = "a", messageId = "m1", timestamp = "2026-11-01T10:00:00Z", properties = new { price = 5 } },
            new { type = "page", anonymousId = "a", messageId = "m2", timestamp = "2999-01-01T00:00:00Z" },
        ]);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var letters = (await platform.Host.AskAsync(tenant, List)).GetProperty("deadLetters").GetProperty("nodes").EnumerateArray().ToList();
        var nameless = letters.Single(letter => letter.GetProperty("reason").GetString() == "MALFORMED");
        var id = nameless.GetProperty("id").GetString();

        var failing = await ReplayAsync(tenant, new { ids = new[] { id } });
        Assert.Equal((0, 1), Counts(failing));
        var mended = nameless.GetProperty("event").Deserialize<Dictionary<string, object>>()!;
        mended["event"] = "Bought";
        await platform.Host.AskAsync(tenant, "mutation ($id: ID!, $event: JSON!) { editDeadLetter(id: $id, event: $event) { editedBy } }", new { id, @event = mended });
        var dry = await ReplayAsync(tenant, new { ids = new[] { id }, dryRun = true });
        Assert.Equal((1, 0), Counts(dry));
        Assert.Equal("Bought", dry.GetProperty("outcomes")[0].GetProperty("event").GetProperty("name").GetString());
        Assert.Equal(0, await StoredAsync(tenant));

        Assert.Equal((1, 0), Counts(await ReplayAsync(tenant, new { ids = new[] { id } })));
        Assert.Equal((0, 0), Counts(await ReplayAsync(tenant, new { ids = new[] { id } })));
        Assert.Equal(1, await StoredAsync(tenant));
        Assert.Equal("2026-11-01T10:00:00Z", (await platform.Host.ScalarAsync<string>(
            $"select to_char((data #>> '{{origin,occurredAt}}')::timestamptz at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from mt_events where tenant_id = '{tenant}'")));
        Assert.Equal(1, (await platform.Host.AskAsync(tenant, List)).GetProperty("deadLetters").GetProperty("totalCount").GetInt64());
        Assert.Equal(1, (await platform.Host.AskAsync(tenant, "{ deadLetters(source: \"web\", state: REPLAYED) { totalCount } }")).GetProperty("deadLetters").GetProperty("totalCount").GetInt64());
        Assert.Equal(1, (await platform.Host.AskAsync(tenant, "mutation { discardDeadLetters(reason: FUTURE_TIMESTAMP) }")).GetProperty("discardDeadLetters").GetInt32());
        Assert.Equal(0, (await platform.Host.AskAsync(tenant, List)).GetProperty("deadLetters").GetProperty("totalCount").GetInt64());
    }

    [Fact]
    public async Task When_the_rule_is_changed_everything_it_refused_is_replayed_exactly_once_by_whomever()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await RulesAsync(tenant, """[{ event: "Bought" }]""");
        await HostProcess.UntilAsync(async () =>
        {
            using var probe = await platform.Host.BatchAsync(tenant, [new { type = "track", @event = "Bought", anonymousId = "probe", messageId = "probe" }]);
            return (await platform.Host.AskAsync(tenant, List)).GetProperty("deadLetters").GetProperty("totalCount").GetInt64() > 0;
        });
        var before = await StoredAsync(tenant);
        for (var page = 0; page < 3; page++)
            using (var sent = await platform.Host.BatchAsync(tenant, Enumerable.Range(page * 100, 100).Select(n => (object)new { type = "track", @event = "Bought", anonymousId = $"v{n % 7}", messageId = $"m{n}" })))
                Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal(before, await StoredAsync(tenant));
        await RulesAsync(tenant, "[]");
        await HostProcess.UntilAsync(async () => Counts(await ReplayAsync(tenant, new { reason = "BLOCKED", dryRun = true })).Failing == 0);

        var replays = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ReplayAsync(tenant, new { reason = "BLOCKED" })));
        Assert.True(replays.Sum(replay => Counts(replay).Passed) >= 300);
        Assert.Equal(300, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and data #>> '{{origin,messageId}}' like 'm%'"));
        Assert.Equal(0, await platform.Host.ScalarAsync<long>($"select count(*) - count(distinct data #>> '{{origin,messageId}}') from mt_events where tenant_id = '{tenant}'"));
        Assert.Equal(0, (await platform.Host.AskAsync(tenant, List)).GetProperty("deadLetters").GetProperty("totalCount").GetInt64());
    }

    private async Task<JsonElement> ReplayAsync(string tenant, object choice) =>
        (await platform.Host.AskAsync(tenant, Replay, choice)).GetProperty("replayDeadLetters");

    private Task<JsonElement> RulesAsync(string tenant, string filters) => platform.Host.AskAsync(tenant,
        $"mutation {{ changeSource(name: \"web\", input: {{ enabled: true, filters: {filters} }}) {{ name }} }}");

    private Task<long> StoredAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private static (int Passed, int Failing) Counts(JsonElement replay) => (replay.GetProperty("replayed").GetInt32(), replay.GetProperty("stillFailing").GetInt32());
}
