using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.TrackingPlans;

public class PlanTests(PlatformFixture platform)
{
    private const string Define = """
        mutation ($schema: JSON!, $mode: PlanMode, $meant: Boolean) { defineEventSchema(event: "Bought", schema: $schema, mode: $mode, allowBreaking: $meant) { version mode retired versions { version breaks by } } }
        """;

    [Fact]
    public async Task A_plan_is_learnt_from_traffic_observed_warned_about_and_enforced_and_every_violation_is_counted()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await SendAsync(tenant, "seen", new { price = 5, plan = "pro" }, 3);
        await HostProcess.UntilAsync(async () => (await LearntAsync(tenant)).ValueKind == JsonValueKind.Object);
        var learnt = await LearntAsync(tenant);
        Assert.Equal("""["plan","price"]""", learnt.GetProperty("required").GetRawText());
        await platform.Host.AskAsync(tenant, Define, new { schema = learnt, mode = "OBSERVE" });
        await HeldAsync(tenant, async () => (await QualityAsync(tenant)).GetProperty("violations").GetArrayLength() > 0);
        var before = await QualityAsync(tenant);

        await SendAsync(tenant, "observed", new { price = "5" }, 10);
        var observed = await QualityAsync(tenant);
        Assert.Equal(10, Number(observed, "accepted") - Number(before, "accepted"));
        Assert.Equal(10, Violations(observed, "price", "number or null") - Violations(before, "price", "number or null"));
        Assert.Equal(10, Violations(observed, "plan", "required") - Violations(before, "plan", "required"));
        Assert.Equal(0, await WarnedAsync(tenant));

        await ModeAsync(tenant, "WARN");
        await HeldAsync(tenant, async () => await WarnedAsync(tenant) > 0);
        Assert.Equal("'price' must be number or null, but came as the text \"5\"", await platform.Host.ScalarAsync<string>(
            $"select data #>> '{{origin,warnings,0}}' from mt_events where tenant_id = '{tenant}' and data #> '{{origin,warnings}}' is not null limit 1"));

        await ModeAsync(tenant, "REJECT");
        await HeldAsync(tenant, async () => (await QualityAsync(tenant)).GetProperty("dropped").GetArrayLength() > 0);
        await SendAsync(tenant, "rejected", new { price = "5" }, 10);
        await SendAsync(tenant, "taken", new { price = 7, plan = "free" }, 10);
        var rejected = await QualityAsync(tenant);
        var dropped = rejected.GetProperty("dropped")[0];
        Assert.Equal("SCHEMA_VIOLATION", dropped.GetProperty("reason").GetString());
        var letters = (await platform.Host.AskAsync(tenant, "{ deadLetters(reason: SCHEMA_VIOLATION, source: \"web\") { totalCount nodes { message } } }")).GetProperty("deadLetters");
        Assert.Equal(Number(dropped, "count"), Number(letters, "totalCount"));
        Assert.Equal(
            "'Bought' is not as version 1 of its tracking plan has it: 'plan' is required and missing; 'price' must be number or null, but came as the text \"5\". Change what the client sends, or the plan.",
            letters.GetProperty("nodes")[0].GetProperty("message").GetString());
        Assert.Equal(await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"), Number(rejected, "accepted"));
        Assert.Equal(Number(rejected, "accepted"), rejected.GetProperty("volumes").EnumerateArray().Sum(period => Number(period, "accepted")));
        Assert.Equal(Number(rejected, "accepted"), Number(rejected.GetProperty("sources")[0], "accepted"));
    }

    [Fact]
    public async Task A_version_that_breaks_is_refused_with_the_reason_unless_it_is_meant()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await platform.Host.AskAsync(tenant, Define, new { schema = JsonElement.Parse("""{"type":"object","properties":{"price":{"type":"number"}}}""") });
        var narrower = JsonElement.Parse("""{"type":"object","properties":{"price":{"type":"integer"}},"required":["price"]}""");
        await SendAsync(tenant, "a", new { price = 5 }, 2);
        await SendAsync(tenant, "b", new { price = 5.5 }, 1);
        await HostProcess.UntilAsync(async () => Number(await PreviewAsync(tenant, narrower), "checked") == 3);

        var preview = await PreviewAsync(tenant, narrower);
        Assert.False(preview.GetProperty("compatible").GetBoolean());
        Assert.Equal(1, Number(preview, "violating"));
        Assert.Equal("the number 5.5", preview.GetProperty("violations")[0].GetProperty("found").GetString());
        Assert.Contains("not understood", (await PreviewAsync(tenant, JsonElement.Parse("""{"not":{}}"""))).GetProperty("problem").GetString(), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => platform.Host.AskAsync(tenant, Define, new { schema = narrower }));
        Assert.Contains("'price' is required now.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'price' may not be number any more, only integer.", refused.Message, StringComparison.Ordinal);

        var meant = (await platform.Host.AskAsync(tenant, Define, new { schema = narrower, meant = true })).GetProperty("defineEventSchema");
        Assert.Equal(2, Number(meant, "version"));
        Assert.Equal(2, meant.GetProperty("versions")[0].GetProperty("breaks").GetArrayLength());
        await platform.Host.AskAsync(tenant, "mutation { retireEventSchema(event: \"Bought\") { retired } }");
        Assert.True((await platform.Host.AskAsync(tenant, "{ trackingPlan { name retired } }")).GetProperty("trackingPlan")[0].GetProperty("retired").GetBoolean());
    }

    [Fact]
    public async Task Completeness_and_lineage_tell_of_each_property_and_source()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await SendAsync(tenant, "whole", new { price = 5, plan = "pro" }, 3);
        await SendAsync(tenant, "half", new { price = 5 }, 1);
        await HostProcess.UntilAsync(async () =>
        {
            var quality = await DetailsAsync(tenant);
            return quality.GetProperty("completeness").EnumerateArray().Any(property => Number(property, "events") == 4)
                && quality.GetProperty("lineage").GetProperty("flows").EnumerateArray().Any(flow => Number(flow, "events") == 4);
        });

        var details = await DetailsAsync(tenant);
        Assert.Equal([("plan", 0.75), ("price", 1.0)], details.GetProperty("completeness").EnumerateArray()
            .Select(property => (property.GetProperty("property").GetString()!, property.GetProperty("share").GetDouble())).Order());
        var flow = details.GetProperty("lineage").GetProperty("flows")[0];
        Assert.Equal(("web", "Bought", 4L), (flow.GetProperty("source").GetString()!, flow.GetProperty("event").GetString()!, Number(flow, "events")));
        Assert.Contains("exploration", details.GetProperty("lineage").GetProperty("readModels").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
    }

    private async Task HeldAsync(string tenant, Func<Task<bool>> holds)
    {
        var probe = 0;
        await HostProcess.UntilAsync(async () =>
        {
            await SendAsync(tenant, $"probe-{Guid.CreateVersion7():N}-{probe++}", new { price = "5", plan = "pro" }, 1);
            return await holds();
        });
    }

    private async Task SendAsync(string tenant, string id, object properties, int count)
    {
        using var response = await platform.Host.BatchAsync(tenant, Enumerable.Range(0, count).Select(n => (object)new { type = "track", @event = "Bought", anonymousId = "a", messageId = $"{id}-{n}", properties }));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<JsonElement> ModeAsync(string tenant, string mode) => platform.Host.AskAsync(tenant, "mutation ($mode: PlanMode!) { choosePlanMode(event: \"Bought\", mode: $mode) { mode } }", new { mode });

    private async Task<JsonElement> LearntAsync(string tenant) => (await platform.Host.AskAsync(tenant, """{ learntSchema(event: "Bought") }""")).GetProperty("learntSchema");

    private async Task<JsonElement> PreviewAsync(string tenant, JsonElement schema) => (await platform.Host.AskAsync(tenant,
        "query ($schema: JSON!) { schemaPreview(event: \"Bought\", schema: $schema) { problem compatible breaks checked violating violations { property expected found count } } }", new { schema })).GetProperty("schemaPreview");

    private Task<long> WarnedAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and data #> '{{origin,warnings}}' is not null");

    private async Task<JsonElement> QualityAsync(string tenant) => await AskAsync(tenant,
        "accepted duplicates late dropped { reason count } violations { event property expected count } sources { source accepted lastReceivedAt } volumes { start accepted }");

    private async Task<JsonElement> DetailsAsync(string tenant) => await AskAsync(tenant,
        "completeness(event: \"Bought\") { property type count events share } lineage { flows { source event events lastRecordedAt } readModels { name sequence highWater } }");

    private async Task<JsonElement> AskAsync(string tenant, string fields) => (await platform.Host.AskAsync(tenant,
        $"query ($range: TimeRange!) {{ dataQuality(range: $range) {{ {fields} }} }}",
        new { range = new { from = TimeProvider.System.GetUtcNow().AddDays(-1), to = TimeProvider.System.GetUtcNow().AddDays(1) } })).GetProperty("dataQuality");

    private static long Number(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static long Violations(JsonElement quality, string property, string expected) => quality.GetProperty("violations").EnumerateArray()
        .Where(violation => violation.GetProperty("property").GetString() == property && violation.GetProperty("expected").GetString() == expected).Sum(violation => Number(violation, "count"));
}
