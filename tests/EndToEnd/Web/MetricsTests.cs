using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Metrics with what was expected of them, and the inbox of anomalies, by the names of what is seen.</summary>
[Collection<WebTests>]
public class MetricsTests(Site site)
{
    private const string Watched = "watched";

    [Fact]
    public async Task Anomalies_appear_by_themselves_are_looked_at_noted_and_told_to_be_none()
    {
        await site.Host.AddTenantAsync(Watched);
        var page = await site.OpenAsync($"/anomalies?tenant={Watched}");
        await page.ShownAsync("Nothing waits here");
        await PlantedTraffic.AddAsync(site.Host, Watched);
        await page.GetByRole(AriaRole.Radiogroup, new() { Name = "Status" }).GetByText("Resolved").ClickAsync();
        var inbox = page.Region("Anomalies");
        var spike = inbox.GetByRole(AriaRole.Row).Filter(new() { HasTextRegex = new Regex("Spike.*events(?!,).*Most of it") }).First;
        // A minute has to close first.
        await Expect(spike).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(spike).ToContainTextAsync("times as many as usual");

        await spike.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Region("Events").GetByText("Forecast by")).ToBeVisibleAsync();
        await Expect(page.Locator(".anomaly-mark").First).ToBeVisibleAsync();
        await page.Region("Events").GetByText("Show as a table").ClickAsync();
        await Expect(page.Region("Events").GetByRole(AriaRole.Row).Filter(new() { HasText = "· Spike" })).ToContainTextAsync("200");
        await Expect(page.Region("Anomalies in this range")).ToContainTextAsync("times as many as usual");

        await page.GoBackAsync();
        await spike.GetByRole(AriaRole.Button, new() { Name = "Not an anomaly" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Note").FillAsync("The newsletter.");
        await form.GetByRole(AriaRole.Button, new() { Name = "It is none" }).ClickAsync();
        await Expect(spike).ToContainTextAsync("Said to be none by admin. “The newsletter.”");

        await page.GetByRole(AriaRole.Radiogroup, new() { Name = "Status" }).GetByText("Open").ClickAsync();
        // Nothing came since it was planted: that is an outage of now.
        var outage = inbox.GetByRole(AriaRole.Row).Filter(new() { HasText = "Outage" }).First;
        await outage.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(inbox).ToContainTextAsync("It is under Acknowledged now.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_metric_is_split_and_a_value_has_a_series_of_its_own()
    {
        var page = await site.OpenAsync(Site.At("/series?metric=views"));
        await page.ShownAsync("Show as a table");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "By", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Country" }).ClickAsync();
        await page.Region("Views").GetByRole(AriaRole.Button, new() { Name = "Austria" }).ClickAsync();
        await Expect(page.Region("Views: Austria").GetByText("Show as a table")).ToBeVisibleAsync();
        Assert.Contains("value=AT", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("/series", "query Metrics", "Anomalies in this range")]
    [InlineData("/anomalies", "query Anomalies", "What was not as expected")]
    public async Task What_fails_says_so_and_comes_back_on_retry(string path, string question, string then)
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.RouteAsync("**/graphql", route => route.Request.PostData?.Contains(question, StringComparison.Ordinal) == true ? route.AbortAsync() : route.ContinueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = path.EndsWith("series", StringComparison.Ordinal) ? "Series" : "Anomalies" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Nothing is lost");
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await page.ShownAsync(then);
        await page.Context.CloseAsync();
    }
}
