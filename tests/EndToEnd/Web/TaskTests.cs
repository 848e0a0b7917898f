using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>What a person does without reading anything: every step by the name or role of what is seen, never by markup.</summary>
[Collection<WebTests>]
public class TaskTests(Site site)
{
    [Fact]
    public async Task See_how_many_are_here_now_and_which_page_they_are_on()
    {
        await site.SendAsync("ada", TimeProvider.System.GetUtcNow(), "/docs/start", "AT");
        var page = await site.OpenAsync("/");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Tenant" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = Site.Tenant }).ClickAsync();
        await Expect(page.Region("Visitors in the last 5 minutes")).ToContainTextAsync(new Regex(@"\b[1-9]\d*\b"));
        await Expect(page.Region("Pages")).ToContainTextAsync("/docs/start");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Find_yesterdays_top_referrer()
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Range" }).ClickAsync();
        await page.Button("Yesterday").ClickAsync();
        var first = page.Region("Sources").GetByRole(AriaRole.Listitem).First;
        await Expect(first).ToContainTextAsync("search.example");
        await Expect(first).ToContainTextAsync("2");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Compare_this_week_with_the_last()
    {
        var page = await site.OpenAsync(Site.At("/overview", "range=today"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Range" }).ClickAsync();
        await page.Button("Last 7 days").ClickAsync();
        await Expect(page.Region("Key figures")).ToContainTextAsync("▲");
        await Expect(page.Region("Key figures").GetByTitle("before: 1", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("compared with")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Filter_everything_to_one_country_and_share_that_view()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.Region("Places").GetByRole(AriaRole.Button, new() { Name = "Germany" }).ClickAsync();
        await Expect(page.Figure("Visitors")).ToHaveTextAsync("3");
        await Expect(page.Region("Places").GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);

        var other = await site.OpenAsync(page.Url, elsewhere: true);
        await Expect(other.Figure("Visitors")).ToHaveTextAsync("3");
        await Expect(other.GetByText("Country is Germany")).ToBeVisibleAsync();
        await other.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task See_what_one_visitor_did()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "Signed Up" }).GetByRole(AriaRole.Link, new() { Name = "ada" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ada Lovelace" })).ToBeVisibleAsync();
        await Expect(page.Region("Who it is")).ToContainTextAsync("ada@shop.example");
        await Expect(page.Region("Timeline")).ToContainTextAsync("plan: pro");
        await Expect(page.Region("Timeline")).ToContainTextAsync("in 2 visits");
        await page.Context.CloseAsync();
    }
}
