using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Tests.Integration.Projections;

namespace Platform.Tests.Integration.Segments;

public class SavedSegmentTests(PlatformFixture platform)
{
    private const string Everywhere = """
        query ($id: ID, $segment: SegmentInput, $range: TimeRange!) {
          trend(input: { range: $range, granularity: DAY, series: [{ match: { name: "*" }, aggregate: UNIQUE_PERSONS }], segment: $segment, segmentId: $id }) { series { total points { value } } }
          funnel(input: { range: $range, steps: [{ match: { name: "page_viewed" } }, { match: { name: "Step 1" } }], window: "P3D", segment: $segment, segmentId: $id }) { steps { count } }
          retention(input: { range: $range, start: { name: "*" }, return: { name: "*" }, period: WEEK, periods: 3, segment: $segment, segmentId: $id }) { cohorts { counts } }
          breakdown(input: { range: $range, property: "page", segment: $segment, segmentId: $id }) { rows { value persons } }
          paths(input: { range: $range, segment: $segment, segmentId: $id }) { paths }
          stickiness(input: { range: $range, match: { name: "*" }, segment: $segment, segmentId: $id }) { days { persons } }
          lifecycle(input: { range: $range, granularity: WEEK, match: { name: "*" }, segment: $segment, segmentId: $id }) { periods { new returning } }
          persons(range: $range, segment: $segment, segmentId: $id) { totalCount }
          lineage(range: $range, segment: $segment, segmentId: $id) { events digest }
        }
        """;

    private static readonly object Range = new { from = "2026-10-20T00:00:00Z", to = "2026-11-12T00:00:00Z" };
    private static readonly object Rules = new { match = new object[] { new { did = new { name = "Step 2" }, atLeast = 2 }, new { didNot = new { name = "Step 3" } } }, all = true };

    private HostProcess Host => platform.Host;

    [Fact]
    public async Task A_saved_segment_answers_every_question_as_its_rules_do()
    {
        var (tenant, other) = (await Host.AddTenantAsync(), await Host.AddTenantAsync());
        await Traffic.SendAsync(Host, tenant, 500, seed: 21);
        var id = (await Host.AskAsync(tenant, "mutation ($rules: SegmentInput!) { defineSegment(name: \"Twice\", input: $rules) { id } }", new { rules = Rules })).GetProperty("defineSegment").GetProperty("id").GetString();

        var named = await Host.AskAsync(tenant, Everywhere, new { id, range = Range });
        Assert.Equal((await Host.AskAsync(tenant, Everywhere, new { segment = Rules, range = Range })).GetRawText(), named.GetRawText());
        Assert.NotEqual((await Host.AskAsync(tenant, Everywhere, new { range = Range })).GetRawText(), named.GetRawText());
        var listed = (await Host.AskAsync(tenant, "{ segments { id name size } cohorts { id } }"));
        Assert.Equal(named.GetProperty("persons").GetProperty("totalCount").GetInt64(), listed.GetProperty("segments")[0].GetProperty("size").GetInt64());
        Assert.Equal(0, listed.GetProperty("cohorts").GetArrayLength());

        foreach (var (who, variables, problem) in new[] { (tenant, (object)new { id, segment = Rules, range = Range }, "not both"), (other, new { id, range = Range }, "not the id of a segment") })
            Assert.Contains(problem, (await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(who, Everywhere, variables))).Message, StringComparison.Ordinal);
        await Host.AskAsync(tenant, "mutation ($id: ID!) { archiveSegment(id: $id) { id } }", new { id });
        Assert.Equal(0, (await Host.AskAsync(tenant, "{ segments { id } }")).GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public async Task A_dynamic_cohort_follows_what_happens_and_a_static_one_does_not()
    {
        var tenant = await Host.AddTenantAsync();
        await SendAsync(tenant, ("ada", "page"), ("ada", "Bought"), ("bob", "page"), ("cyd", "page"));
        const string define = "mutation ($name: String!, $input: CohortInput!) { defineCohort(name: $name, input: $input) { id } }";
        var rules = new { match = new[] { new { did = new { name = "Bought" } } } };
        var funnel = new { range = new { from = "2020-01-01T00:00:00Z", to = "2040-01-01T00:00:00Z" }, window = "P7D", steps = new[] { new { match = new { name = "page_viewed" } }, new { match = new { name = "Bought" } } } };
        await Host.AskAsync(tenant, define, new { name = "a dynamic", input = new { segment = rules } });
        await Host.AskAsync(tenant, define, new { name = "b static", input = new { segment = rules, @static = true } });
        await Host.AskAsync(tenant, define, new { name = "c start", input = new { start = new { name = "Bought" }, period = "WEEK" } });
        await Host.AskAsync(tenant, define, new { name = "d dropped", input = new { funnel, step = 1, dropped = true } });
        Assert.Equal("a dynamic 1, b static 1, c start 1, d dropped 2", await SizesAsync(tenant));

        await SendAsync(tenant, ("bob", "Bought"), ("dan", "Bought"));
        Assert.Equal("a dynamic 3, b static 1, c start 3, d dropped 2", await SizesAsync(tenant));

        // Joined with somebody else a member stays one, and two members who turn out to be one person count once.
        using var joined = await Host.BatchAsync(tenant, [new { type = "alias", previousId = "bob", userId = "cyd", messageId = "j" }, new { type = "alias", previousId = "eve", userId = "ada", messageId = "k" }]);
        Assert.True(joined.IsSuccessStatusCode);
        await Host.CaughtUpAsync();
        await HostProcess.UntilAsync(async () => await SizesAsync(tenant) == "a dynamic 3, b static 1, c start 3, d dropped 1");

        await Host.AskAsync(tenant, """mutation { forgetPerson(id: "ada") { id } }""");
        await HostProcess.UntilAsync(async () => await SizesAsync(tenant) == "a dynamic 2, b static 0, c start 2, d dropped 1");
        Assert.Contains("one of 'segment', 'start' and 'funnel'", (await Assert.ThrowsAsync<InvalidOperationException>(() => Host.AskAsync(tenant, define, new { name = "x", input = new { } }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_of_a_cohort_is_told_of_each_deciding_event()
    {
        var tenant = await Host.AddTenantAsync();
        await SendAsync(tenant, ("ada", "Bought"), ("bob", "page"));
        var id = (await Host.AskAsync(tenant, "mutation ($input: CohortInput!) { defineCohort(name: \"Buyers\", input: $input) { id } }",
            new { input = new { segment = new { match = new[] { new { did = new { name = "Bought" } } } } } })).GetProperty("defineCohort").GetProperty("id").GetString()!;
        await using var sizes = Host.WatchAsync(tenant, "cohortUpdated", "size", id, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await sizes.MoveNextAsync());
        Assert.Equal(1, sizes.Current.GetProperty("size").GetInt64());

        foreach (var (visitor, expected) in new[] { ("bob", 2), ("cyd", 3) })
        {
            using var sent = await Host.BatchAsync(tenant, [new { type = "track", @event = "Bought", anonymousId = visitor, messageId = $"{visitor} bought" }]);
            Assert.True(await sizes.MoveNextAsync());
            Assert.Equal(expected, sizes.Current.GetProperty("size").GetInt64());
        }
    }

    private async Task<string> SizesAsync(string tenant) => string.Join(", ", (await Host.AskAsync(tenant, "{ cohorts { name size updatedAt } }")).GetProperty("cohorts").EnumerateArray()
        .Select(cohort => $"{cohort.GetProperty("name").GetString()} {cohort.GetProperty("size").GetInt64()}"));

    private async Task SendAsync(string tenant, params (string Visitor, string Name)[] events)
    {
        using var response = await Host.BatchAsync(tenant, events.Select(e => (object)new
        {
            type = e.Name == "page" ? "page" : "track", @event = e.Name, anonymousId = e.Visitor, messageId = $"{e.Visitor} {e.Name}", properties = new { path = "/" },
        }));
        Assert.True(response.IsSuccessStatusCode);
        await Host.CaughtUpAsync();
    }
}
