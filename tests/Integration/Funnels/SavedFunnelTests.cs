using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Tests.Integration.Projections;

namespace Platform.Tests.Integration.Funnels;

public class SavedFunnelTests(PlatformFixture platform)
{
    private const string Parts = "conversion timeToConvert { count median } steps { label count medianTimeFromPrevious p90TimeFromPrevious persons(first: 500) { totalCount nodes { id } } dropped: persons(dropped: true) { totalCount } } breakdowns { value steps { count medianTimeFromPrevious } }";
    private const string Define = "mutation ($name: String!, $input: FunnelInput!) { defineFunnel(name: $name, input: $input) { id version name archived } }";
    private const string Change = "mutation ($id: ID!, $name: String, $input: FunnelInput) { changeFunnel(id: $id, name: $name, input: $input) { version name } }";
    private const string Result = "query ($id: ID!) { savedFunnel(id: $id) { version result { fromReadModel version steps { count } } } }";

    private static readonly object Range = new { from = "2026-10-20T00:00:00Z", to = "2026-11-05T00:00:00Z" };

    private static readonly object[] Funnels =
    [
        new { range = Range, window = "P3D", steps = new[] { Step("page_viewed"), Step("Step 0"), Step("Step 1") } },
        new { range = Range, window = "P2D", order = "STRICT", steps = new[] { Step("page_viewed"), Step("page_viewed"), Step("Step 2") }, counting = "EVERY_ATTEMPT" },
        new { range = Range, window = "P5D", order = "UNORDERED", steps = new[] { Step("Step 0"), Step("Step 1"), Step("Step 3") }, breakdown = "amount", topK = 2 },
        new
        {
            range = Range, window = "P9D", steps = new[] { Step("page_viewed", "page", "/", "/docs"), Step("Step 1"), Step("Step 2") }, breakdown = "page", attribution = "LAST_TOUCH",
            exclusions = new[] { new { match = new { name = "Step 3" }, afterStep = 1, beforeStep = 3 } },
        },
    ];

    private HostProcess Host => platform.Host;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_read_model_says_what_the_exploration_store_says_before_and_after_joins_late_events_and_unlinks(int seed)
    {
        var tenant = await Host.AddTenantAsync();
        await Traffic.SendAsync(Host, tenant, 400, seed);
        var ids = new List<string>();
        foreach (var (index, funnel) in Funnels.Index())
            ids.Add(await DefineAsync(tenant, $"Funnel {index}", funnel));
        await KeptAsync(tenant, ids);
        await AssertSameAsync(tenant, ids);

        await Traffic.SendAsync(Host, tenant, 400, seed + 50);
        var person = (await Host.AskAsync(tenant, "{ persons { nodes { id visitorIds } } }")).GetProperty("persons").GetProperty("nodes").EnumerateArray()
            .First(one => one.GetProperty("visitorIds").GetArrayLength() > 1);
        await Host.AskAsync(tenant, "mutation ($person: ID!, $visitor: ID!) { unlinkVisitor(personId: $person, visitorId: $visitor) { id } }",
            new { person = person.GetProperty("id").GetString(), visitor = person.GetProperty("visitorIds")[0].GetString() });
        await Host.CaughtUpAsync();
        await AssertSameAsync(tenant, ids);

        var live = await ReadModels.DumpAsync(Host, tenant);
        await Host.AskAsync(tenant, """mutation ($tenant: String) { rebuildProjection(name: "funnels", tenant: $tenant) { id } }""", new { tenant });
        var rebuilt = await RebuiltAsync(tenant);
        Assert.Equal(("SWITCHED", 0), (rebuilt.GetProperty("state").GetString(), rebuilt.GetProperty("differences").GetInt64()));
        Assert.Equal(live, await ReadModels.DumpAsync(Host, tenant));

        await Host.AskAsync(tenant, """mutation { forgetPerson(id: "v1") { id } }""");
        await HostProcess.UntilAsync(async () => (await Host.AskAsync(tenant, "{ erasures { complete } }")).GetProperty("erasures")[0].GetProperty("complete").GetBoolean());
        await Host.CaughtUpAsync();
        await AssertSameAsync(tenant, ids);
    }

    [Fact]
    public async Task A_subscriber_is_told_within_a_second_of_the_deciding_event()
    {
        var tenant = await Host.AddTenantAsync();
        var now = TimeProvider.System.GetUtcNow();
        var id = await DefineAsync(tenant, "Sign-up", new { range = new { from = now.AddDays(-1), to = now.AddDays(30) }, window = "P1D", steps = new[] { Step("page_viewed"), Step("Signed up") } });
        await KeptAsync(tenant, [id]);
        using var stop = new CancellationTokenSource(HostProcess.Patience);
        await using var answers = Host.WatchAsync(tenant, "funnelUpdated", "steps { count }", id, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.Equal("[0,0]", await NextAsync());

        foreach (var (visitor, name, expected) in new[] { ("ada", "page", "[1,0]"), ("ada", "track", "[1,1]"), ("bob", "page", "[2,1]") })
        {
            using var sent = await Host.BatchAsync(tenant, [new { type = name, @event = "Signed up", anonymousId = visitor, messageId = $"{visitor} {name}", properties = new { path = "/" } }]);
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(expected, await NextAsync());
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }

        async Task<string> NextAsync()
        {
            Assert.True(await answers.MoveNextAsync());
            return Counts(answers.Current);
        }
    }

    [Fact]
    public async Task A_changed_funnel_is_answered_by_its_old_definition_until_the_new_one_is_built_over_all_history()
    {
        var tenant = await Host.AddTenantAsync();
        using var sent = await Host.BatchAsync(tenant, Enumerable.Range(0, 1_500).Select(i => (object)new
        {
            type = i % 3 == 0 ? "page" : "track", @event = $"Step {i / 3 % 4}", messageId = $"m{i}", anonymousId = $"v{i % 71}", properties = new { path = "/" },
            timestamp = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero).AddMinutes(i * 97 % 20_000).ToString("O", CultureInfo.InvariantCulture),
        }));
        Assert.True(sent.IsSuccessStatusCode);
        await Traffic.MultiplyAsync(Host, tenant, 20);
        await Host.CaughtUpAsync();
        object before = Funnels[0], after = new { range = Range, window = "P3D", steps = new[] { Step("page_viewed"), Step("Step 2") } };
        var (id, other) = (await DefineAsync(tenant, "Changing", before), await DefineAsync(tenant, "Staying", Funnels[1]));
        await KeptAsync(tenant, [id, other]);
        var untouched = await WrittenAsync(other);
        var right = new Dictionary<int, string> { [1] = await AskedAsync(tenant, before), [2] = await AskedAsync(tenant, after) };

        Assert.Equal(2, (await Host.AskAsync(tenant, Change, new { id, input = after })).GetProperty("changeFunnel").GetProperty("version").GetInt32());

        var versions = new List<int>();
        await HostProcess.UntilAsync(async () =>
        {
            var saved = (await Host.AskAsync(tenant, Result, new { id })).GetProperty("savedFunnel");
            var (version, result) = (saved.GetProperty("result").GetProperty("version").GetInt32(), saved.GetProperty("result"));
            Assert.Equal(2, saved.GetProperty("version").GetInt32());
            Assert.True(result.GetProperty("fromReadModel").GetBoolean());
            Assert.Equal(right[version], Counts(result));
            versions.Add(version);
            return version == 2;
        });
        Assert.Equal(1, versions[0]);
        Assert.Equal(versions.Order(), versions);

        var each = (await Host.AskAsync(tenant, "query ($id: ID!) { savedFunnel(id: $id) { versions { version changedBy question result { fromReadModel steps { count } } } } }", new { id }))
            .GetProperty("savedFunnel").GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal([(2, right[2], true), (1, right[1], false)], each.Select(version =>
            (version.GetProperty("version").GetInt32(), Counts(version.GetProperty("result")), version.GetProperty("result").GetProperty("fromReadModel").GetBoolean())));
        Assert.Equal(right[1], await AskedAsync(tenant, each[1].GetProperty("question")));
        Assert.NotEqual("", untouched);
        Assert.Equal(untouched, await WrittenAsync(other));
    }

    // Which transactions wrote the rows of a funnel: a row that is written again, even with the same values, has another.
    private Task<string> WrittenAsync(string funnel) => Host.ScalarAsync<string>(
        $"select coalesce(string_agg(distinct xmin::text, ' ' order by xmin::text), '') from read.funnel_units where funnel = '{funnel}'");

    [Fact]
    public async Task What_cannot_be_saved_is_refused_and_archived_funnels_still_answer()
    {
        var (tenant, other) = (await Host.AddTenantAsync(), await Host.AddTenantAsync());
        var id = await DefineAsync(tenant, "One", Funnels[0]);

        Assert.Contains("already", await RefusedAsync(tenant, Define, new { name = " one ", input = Funnels[0] }), StringComparison.Ordinal);
        Assert.Contains("leave 'asOf' out", await RefusedAsync(tenant, Define, new { name = "Two", input = new { range = Range, window = "P1D", steps = new[] { Step("a") }, asOf = "2026-10-01T00:00:00Z" } }), StringComparison.Ordinal);
        Assert.Contains("between 1 and 32 steps", await RefusedAsync(tenant, Define, new { name = "Two", input = new { range = Range, window = "P1D", steps = Array.Empty<object>() } }), StringComparison.Ordinal);
        Assert.Contains("no such saved funnel", await RefusedAsync(other, Change, new { id, name = "Stolen" }), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await Host.AskAsync(other, Result, new { id })).GetProperty("savedFunnel").ValueKind);
        Assert.Equal("First", (await Host.AskAsync(tenant, Change, new { id, name = "First" })).GetProperty("changeFunnel").GetProperty("name").GetString());
        Assert.Equal(1, (await Host.AskAsync(tenant, Change, new { id, input = Funnels[0] })).GetProperty("changeFunnel").GetProperty("version").GetInt32());

        await Host.AskAsync(tenant, "mutation ($id: ID!) { archiveFunnel(id: $id) { archived } }", new { id });
        await HostProcess.UntilAsync(async () => await Host.ScalarAsync<long>($"select count(*) from read.funnel_versions where tenant = '{tenant}'") == 0);
        Assert.Equal("[0,0,0]", Counts((await Host.AskAsync(tenant, Result, new { id })).GetProperty("savedFunnel").GetProperty("result")));
    }

    private async Task AssertSameAsync(string tenant, List<string> ids)
    {
        foreach (var (index, id) in ids.Index())
        {
            var saved = (await Host.AskAsync(tenant, $"query ($id: ID!) {{ savedFunnel(id: $id) {{ result {{ fromReadModel {Parts} }} }} }}", new { id })).GetProperty("savedFunnel").GetProperty("result");
            var asked = (await Host.AskAsync(tenant, $"query ($input: FunnelInput!) {{ funnel(input: $input) {{ fromReadModel {Parts} }} }}", new { input = Funnels[index] })).GetProperty("funnel");
            Assert.Equal(asked.GetRawText().Replace("\"fromReadModel\":false", "\"fromReadModel\":true", StringComparison.Ordinal), saved.GetRawText());
            Assert.NotEqual(0, saved.GetProperty("steps")[1].GetProperty("count").GetInt64());
        }
    }

    private async Task<string> AskedAsync(string tenant, object input) =>
        Counts((await Host.AskAsync(tenant, "query ($input: FunnelInput!) { funnel(input: $input) { steps { count } } }", new { input })).GetProperty("funnel"));

    private async Task<string> DefineAsync(string tenant, string name, object input) =>
        (await Host.AskAsync(tenant, Define, new { name, input })).GetProperty("defineFunnel").GetProperty("id").GetString()!;

    private async Task KeptAsync(string tenant, List<string> ids)
    {
        foreach (var id in ids)
            await HostProcess.UntilAsync(async () => (await Host.AskAsync(tenant, Result, new { id })).GetProperty("savedFunnel").GetProperty("result").GetProperty("fromReadModel").GetBoolean());
        await RebuiltAsync(tenant);
        await Host.CaughtUpAsync();
    }

    private async Task<JsonElement> RebuiltAsync(string tenant)
    {
        var found = new List<JsonElement>();
        await HostProcess.UntilAsync(async () =>
        {
            found = [.. (await Host.AskAsync(tenant, "{ rebuilds { tenant state differences } }")).GetProperty("rebuilds").EnumerateArray().Where(rebuild => rebuild.GetProperty("tenant").GetString() == tenant)];
            return found.All(rebuild => rebuild.GetProperty("state").GetString() is not ("RUNNING" or "COMPARING"));
        });
        return found[0];
    }

    private async Task<string> RefusedAsync(string tenant, string mutation, object variables) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(tenant, mutation, variables))).Message;

    private static string Counts(JsonElement result) =>
        $"[{string.Join(',', result.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("count").GetInt64().ToString(CultureInfo.InvariantCulture)))}]";

    private static object Step(string name, string? property = null, params string[] values) => property is null
        ? new { match = new { name } }
        : new { match = new { name, filters = new[] { new { property, @operator = "EQUALS", values } } } };
}
