using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Rules, what fires, and who is told, by the names of what is seen.</summary>
[Collection<WebTests>]
public class AlertsTests(Site site)
{
    private const string Alerted = "alerted";

    [Fact]
    public async Task A_rule_is_tried_on_history_watched_and_told_of_and_its_alert_is_looked_after()
    {
        await site.Host.AddTenantAsync(Alerted);
        var page = await site.OpenAsync($"/alerts?tenant={Alerted}");
        await page.ShownAsync("No rule yet");
        await KeepChannelAsync(page);
        await WatchAsync(page);

        // A minute has to close first.
        var firing = page.Region("Firing now");
        await Expect(firing.GetByText("Quiet shop")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(firing).ToContainTextAsync("Events: 0 in 10 minutes, which is less than 5.");
        await Expect(firing).ToContainTextAsync("Chat was not told that it began.");
        await firing.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(firing).ToContainTextAsync("admin looks after it.");
        await LooksRightAsync(page);

        await page.Region("Rules").GetByRole(AriaRole.Button, new() { Name = "Silence for an hour: Quiet shop" }).ClickAsync();
        await Expect(page.Region("Rules")).ToContainTextAsync("silent until");
        await page.Region("Rules").GetByRole(AriaRole.Button, new() { Name = "Remove Quiet shop" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(page.Region("Rules")).ToContainTextAsync("No rule yet");
        await page.Context.CloseAsync();
    }

    private static async Task KeepChannelAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New channel" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Name").FillAsync("Chat");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "Kind" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Slack, Mattermost and alike" }).ClickAsync();
        await form.GetByLabel("Address").FillAsync("https://127.0.0.1/hooks");
        await form.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("this machine or a private network");
        await form.GetByLabel("Address").FillAsync("https://chat.invalid/hooks/secret");
        await form.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        var channels = page.Region("Channels");
        await Expect(channels.GetByRole(AriaRole.Row).Filter(new() { HasText = "chat.invalid" })).ToBeVisibleAsync();
        await channels.GetByRole(AriaRole.Button, new() { Name = "Test Chat" }).ClickAsync();
        await Expect(channels).ToContainTextAsync("Chat did not take the test. The target could not be reached");
        await Expect(page.Locator("body")).Not.ToContainTextAsync("hooks/secret");
    }

    private static async Task WatchAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New rule" }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog);
        await form.GetByLabel("Name").FillAsync("Quiet shop");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "Figure" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Events", Exact = true }).ClickAsync();
        await form.GetByLabel("Is", new() { Exact = true }).FillAsync("few");
        await form.GetByRole(AriaRole.Button, new() { Name = "Watch it" }).ClickAsync();
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("such as '< 10'");
        await form.GetByLabel("Is", new() { Exact = true }).FillAsync("< 5");
        await form.GetByLabel("Counted over").FillAsync("10");
        await form.GetByLabel("For", new() { Exact = true }).FillAsync("0");
        await form.GetByRole(AriaRole.Combobox, new() { Name = "Tell at once" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Chat" }).First.ClickAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Try it on the last week" }).ClickAsync();
        await Expect(form).ToContainTextAsync("1 alert in the last week, nobody was told:");
        Assert.Empty(await Axe.FindAsync(page, "rule"));
        await form.GetByRole(AriaRole.Button, new() { Name = "Watch it" }).ClickAsync();
        await Expect(page.Region("Rules")).ToContainTextAsync("Events in 10m < 5");
    }

    private static async Task LooksRightAsync(IPage page)
    {
        Assert.Empty(await Axe.FindAsync(page, "alerts"));
        foreach (var (width, theme) in new[] { (390, ColorScheme.Dark), (320, ColorScheme.Light), (1440, ColorScheme.Light) })
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }
}
