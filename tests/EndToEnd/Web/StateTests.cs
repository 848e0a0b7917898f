using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Empty, loading, failing, cut off: each says what is the matter and what to do.</summary>
[Collection<WebTests>]
public class StateTests(Site site)
{
    [Theory]
    [InlineData("/live")]
    [InlineData("/overview")]
    [InlineData("/events")]
    public async Task A_tenant_without_events_shows_the_snippet_to_copy(string path)
    {
        var page = await site.OpenAsync($"{path}?tenant={Site.Empty}");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Snippet for your pages" })).ToContainTextAsync($"data-key=\"{Site.Empty}\"");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Button("Copy the line").ClickAsync();
        await Expect(page.Button("Copied")).ToBeVisibleAsync();
        Assert.Contains("/a.js", await page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Nothing_that_matches_says_so_and_not_that_nothing_ever_came()
    {
        var page = await site.OpenAsync(Site.At("/events", "f=country~EQUALS~XX"));
        await Expect(page.GetByText("No events match")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter" }).ClickAsync();
        await page.ShownAsync("Signed Up");
        await page.GotoAsync(Site.At("/overview", "range=custom&from=2001-01-01&to=2001-01-08"));
        await Expect(page.GetByText("No events in this range")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task While_an_answer_is_on_its_way_its_shape_is_there_and_nothing_jumps()
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/graphql", async route =>
        {
            if (route.Request.PostData?.Contains("BreakdownInput", StringComparison.Ordinal) == true)
                await held.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(page.Figure("Visitors")).ToBeVisibleAsync();
        await Expect(page.Region("Sources").GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Show as a table")).ToBeVisibleAsync();
        var before = await page.Region("Places").BoundingBoxAsync();
        held.SetResult();
        await Expect(page.Region("Pages").Button("/pricing")).ToBeVisibleAsync();
        await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        var after = await page.Region("Places").BoundingBoxAsync();
        Assert.Equal(before!.Y, after!.Y, tolerance: 16);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_fails_says_so_beside_what_does_not_and_comes_back_on_retry()
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.RouteAsync("**/graphql", route => route.Request.PostData?.Contains("\"country\"", StringComparison.Ordinal) == true ? route.AbortAsync() : route.ContinueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(page.Region("Places").GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing is lost");
        await Expect(page.Region("Pages").Button("/pricing")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();
        await page.Region("Places").GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Region("Places").Button("Austria")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_the_host_says_is_wrong_with_it_stands_above_every_page_until_it_is_mended()
    {
        const string problem = "The disk of the data directory is full (0 MB are left); make room, and everything goes on by itself.";
        const string look = "document.dispatchEvent(new Event('visibilitychange'))"; // sooner than it would by itself
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.RouteAsync("**/health/ready", route => route.FulfillAsync(new()
        {
            Status = 503, ContentType = "application/json",
            Body = $$$$"""{"status":"Unhealthy","checks":{"disk":{"status":"Unhealthy","description":"{{{{problem}}}}"},"database":{"status":"Healthy","description":"The database answers."}}}""",
        }));
        await page.EvaluateAsync(look);
        await Expect(page.GetByText(problem)).ToBeVisibleAsync();
        await Expect(page.GetByText("The database answers.")).ToHaveCountAsync(0);
        await page.UnrouteAllAsync();
        await page.RouteAsync("**/health/ready", route => route.FulfillAsync(new() { Status = 200, Body = "{}" }));
        await page.EvaluateAsync(look);
        await Expect(page.GetByText(problem)).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_question_that_the_server_refuses_shows_the_reason()
    {
        var page = await site.OpenAsync(Site.At("/overview", "f=seats~GREATER~many"));
        await Expect(page.GetByText("'many' is none").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_dead_line_is_told_within_three_seconds_and_heals_itself()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.ShownAsync("Show as a table");
        await Expect(page.GetByTitle("All times are UTC.")).ToContainTextAsync("Live");
        // The server falls silent without closing anything, as a line that is cut does.
        await SignalAsync("STOP");
        try
        {
            await Expect(page.GetByText("The connection is lost")).ToBeVisibleAsync(new() { Timeout = 3_000 });
        }
        finally
        {
            await SignalAsync("CONT");
        }
        await Expect(page.GetByText("The connection is lost")).ToBeHiddenAsync();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByText("The connection is lost")).ToBeVisibleAsync(new() { Timeout = 3_000 });
        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("The connection is lost")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_tenant_that_is_not_there_leads_to_those_that_are()
    {
        var page = await site.OpenAsync("/overview?tenant=nobody");
        await Expect(page.GetByText("There is no tenant \"nobody\" that you may see")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Site.Tenant }).ClickAsync();
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.Context.CloseAsync();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{site.Host.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}

file static class Buttons
{
    public static ILocator Button(this ILocator part, string name) => part.GetByRole(AriaRole.Button, new() { Name = name });
}
