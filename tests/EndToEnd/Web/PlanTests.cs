using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Planning an event, enforcing the plan and seeing what it finds, by the names of what is seen.</summary>
[Collection<WebTests>]
public class PlanTests(Site site)
{
    private const string Planned = "planned";

    [Fact]
    public async Task Plan_an_event_from_what_came_enforce_it_and_see_what_differs()
    {
        await site.Host.AddTenantAsync(Planned);
        await SendAsync("before", new { price = 5, coupon = "A" });
        await SendAsync("without", new { price = 7.5 });
        await site.Host.CaughtUpAsync();
        var page = await site.OpenAsync($"/live?tenant={Planned}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tracking plan" }).First.ClickAsync();
        await page.Region("Planned events").GetByRole(AriaRole.Button, new() { Name = "Plan an event" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Event", new() { Exact = true }).FillAsync("Paid");
        await form.GetByRole(AriaRole.Button, new() { Name = "Learn from what came" }).ClickAsync();
        var schema = form.GetByLabel("JSON Schema of its properties");
        await Expect(schema).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"required\": \\[\\s*\"price\"\\s*\\]"));
        await Expect(form).ToContainTextAsync("All of the newest 2 events are as planned.");
        await schema.FillAsync("""{"type":"object","required":["price"],"properties":{"price":{"type":"integer"}}}""");
        await Expect(form).ToContainTextAsync("1 of the newest 2 events are not as planned.");
        await form.GetByText("Reject", new() { Exact = true }).ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Region("Paid").GetByRole(AriaRole.Row, new() { Name = "price required" })).ToContainTextAsync("integer");

        var sent = 0;
        await HostProcess.UntilAsync(async () =>
        {
            await SendAsync($"after-{sent++}", new { price = "5" });
            return await site.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{Planned}' and data ->> 'reason' = 'SchemaViolation'") > 0;
        });
        await page.GetByRole(AriaRole.Link, new() { Name = "Data quality" }).First.ClickAsync();
        await Expect(page.Region("Not as planned").GetByRole(AriaRole.Row, new() { Name = "Paid price integer" })).ToBeVisibleAsync();
        await page.Region("Refused, by reason").GetByRole(AriaRole.Button, new() { Name = "Against the tracking plan" }).ClickAsync();
        await Expect(page.GetByText("'price' must be integer, but came as the text \"5\"").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_version_that_breaks_is_saved_only_when_it_is_meant()
    {
        var page = await site.OpenAsync(Site.At("/data/plan?event=Signed Up"));
        await page.Region("Signed Up").GetByRole(AriaRole.Button, new() { Name = "New version" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("JSON Schema of its properties").FillAsync("""{"type":"object","required":["plan"],"properties":{"plan":{"enum":["pro"]},"seats":{"type":"integer","minimum":1}}}""");
        await Expect(form).ToContainTextAsync("'plan' may not be free any more.");
        await Expect(form.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeDisabledAsync();
        await form.GetByLabel("The new version may refuse what the one before took").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Region("Signed Up").GetByRole(AriaRole.Table, new() { Name = "Versions" })).ToContainTextAsync("breaking");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/data/plan", "Nothing is planned yet")]
    [InlineData("/data/quality", "No events yet")]
    public async Task A_tenant_without_any_says_what_will_appear(string path, string says)
    {
        var page = await site.OpenAsync($"{path}?tenant={Site.Empty}", 390, 844, ColorScheme.Dark);
        await page.ShownAsync(says);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/data/plan", "query TrackingPlan")]
    [InlineData("/data/quality", "query DataQuality")]
    public async Task What_fails_says_so_and_comes_back_on_retry(string path, string question)
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.RouteAsync("**/graphql", route => route.Request.PostData?.Contains(question, StringComparison.Ordinal) == true ? route.AbortAsync() : route.ContinueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = path == "/data/plan" ? "Tracking plan" : "Data quality" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Nothing is lost");
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.ClickAsync();
        await page.ShownAsync(path == "/data/plan" ? "Signed Up" : "From the future");
        await page.Context.CloseAsync();
    }

    private async Task SendAsync(string id, object properties)
    {
        using var sent = await site.Host.BatchAsync(Planned, [new { type = "track", @event = "Paid", anonymousId = "ada", messageId = id, properties }]);
        Assert.True(sent.IsSuccessStatusCode);
    }
}
