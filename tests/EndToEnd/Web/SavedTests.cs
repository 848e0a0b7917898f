using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>What is kept under a name: funnels with their versions, cohorts, dashboards.</summary>
[Collection<WebTests>]
public class SavedTests(Site site)
{
    private const string Way = "step=page_viewed&step=Signed%2520Up";

    [Fact]
    public async Task Save_a_funnel_see_it_follow_what_happens_and_compare_its_versions()
    {
        var tenant = await ShopAsync();
        var page = await site.OpenAsync($"/explore/funnels?tenant={tenant}&{Way}");
        await Expect(page.GetByTestId("conversion")).ToHaveTextAsync("33.3%");
        await page.Button("Save funnel").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Sign-up");
        await page.Button("Save").ClickAsync();
        var saved = page.Region("Saved funnels").GetByRole(AriaRole.Row).Nth(1);
        await Expect(saved).ToContainTextAsync("Sign-up");
        await Expect(saved).ToContainTextAsync("33.3%");
        await Expect(page.Region("Time to convert")).ToContainTextAsync("1 person took every step");

        await SendAsync(tenant, ("yin", "Signed Up"));
        await Expect(page.GetByTestId("conversion")).ToHaveTextAsync("66.7%");
        await Expect(page.Region("Versions side by side").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("66.7%");

        await ChooseAsync(page, "Order", "in any order");
        await page.Button("Save as version 2").ClickAsync();
        await Expect(page.Region("Versions side by side").GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await page.Button("Version 1").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Order" })).ToHaveValueAsync("in this order");
        await Expect(page.Button("Save as version 3")).ToBeVisibleAsync();
        await page.Button("Sign-up").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Order" })).ToHaveValueAsync("in any order");
        await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        Assert.Empty(await Axe.FindAsync(page, "saved funnels"));

        await SendAsync(tenant, ("ada", "Looked around"));
        await page.Button("Find what tells them apart").ClickAsync();
        await Expect(page.Region("What goes along with converting")).ToContainTextAsync("did Looked around");
        await page.Button("Export Conversion").ClickAsync();
        var picture = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Save as PNG" }).ClickAsync());
        Assert.StartsWith("\uFFFDPNG", await File.ReadAllTextAsync(await picture.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.Button("Archive").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(page.GetByText("No funnel is saved yet")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Save_who_dropped_as_a_cohort_and_ask_other_questions_of_it_alone()
    {
        var tenant = await ShopAsync();
        var page = await site.OpenAsync($"/explore/funnels?tenant={tenant}&{Way}");
        await page.GetByRole(AriaRole.Button, new() { Name = "2 persons dropped here" }).ClickAsync();
        await page.Button("Save as cohort").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Undecided");
        await page.Button("Save").ClickAsync();
        await Expect(page.GetByText("Saved as “Undecided”.")).ToBeVisibleAsync();
        await page.GotoAsync($"/people/cohorts?tenant={tenant}");
        await Expect(page.Region("Saved").GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Static cohort");

        await page.Button("Who did").ClickAsync();
        await ChooseAsync(page, "Event of rule 1", "Signed Up");
        await Expect(page.GetByTestId("matching")).ToHaveTextAsync("1 person");
        await page.Button("Save").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Members");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        var saved = page.Region("Saved").GetByRole(AriaRole.Row);
        await Expect(saved).ToHaveCountAsync(3);
        await Expect(saved.Nth(1)).ToContainTextAsync("did Signed Up");
        Assert.Empty(await Axe.FindAsync(page, "cohorts"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Undecided", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("persons")).ToHaveTextAsync("2");
        await ChooseAsync(page, "Asked of", "Members");
        await Expect(page.GetByTestId("persons")).ToHaveTextAsync("1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Stickiness" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Asked of" })).ToHaveValueAsync("Members");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Put_insights_on_a_dashboard_arrange_them_and_send_a_link_that_can_be_taken_back()
    {
        var tenant = await ShopAsync();
        var page = await site.OpenAsync($"/explore/trends?tenant={tenant}");
        await KeepAsync(page, "Trends", "Page views", "A new dashboard");
        await page.GotoAsync($"/explore/funnels?tenant={tenant}&{Way}");
        await KeepAsync(page, "Conversion", "Sign-up", "Dashboard");
        await page.GotoAsync($"/explore/retention?tenant={tenant}");
        await KeepAsync(page, "Retention", "Coming back", "Dashboard");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the dashboard" }).ClickAsync();

        await Expect(page.Region("Sign-up")).ToContainTextAsync("33.3%");
        await Expect(page.Region("Page views").Locator("canvas")).ToBeVisibleAsync();
        await page.Button("Move forward Sign-up").ClickAsync();
        await Expect(page.Locator(".tiles > section h2")).ToHaveTextAsync(["Sign-up", "Page views", "Coming back"]);
        await page.Button("Make wider Sign-up").ClickAsync();
        await Expect(page.Region("Sign-up")).ToHaveAttributeAsync("style", new System.Text.RegularExpressions.Regex("--width: ?8"));
        var corner = page.Region("Sign-up").Locator(".resize");
        await corner.PressAsync("ArrowDown");
        await Expect(page.Region("Sign-up")).ToHaveAttributeAsync("style", new System.Text.RegularExpressions.Regex("--height: ?2"));
        var box = (await corner.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 12, box.Y + 12);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X - 300, box.Y + 12, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await Expect(page.Region("Sign-up")).ToHaveAttributeAsync("style", new System.Text.RegularExpressions.Regex("--width: ?[3-6];"));
        await page.Button("Export Sign-up").ClickAsync();
        var rows = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Save as CSV" }).ClickAsync());
        Assert.Contains("2,Signed Up,1,0.33", await File.ReadAllTextAsync(await rows.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var tile in new[] { "Page views", "Coming back" })
        {
            await page.Button($"Export {tile}").ClickAsync();
            var picture = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = "Save as PNG" }).ClickAsync());
            Assert.StartsWith("\uFFFDPNG", await File.ReadAllTextAsync(await picture.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        await page.Button("Export Sign-up").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Open as GraphQL query" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Query" })).ToContainTextAsync("funnel(input: $input)");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
        Assert.Empty(await Axe.FindAsync(page, "dashboard"));

        await page.Button("Share").ClickAsync();
        await page.Button("Make a link").ClickAsync();
        var link = (await page.GetByRole(AriaRole.Region, new() { Name = "Link", Exact = true }).InnerTextAsync()).Trim();
        var stranger = await site.OpenAsync(new Uri(link).AbsolutePath, width: 390, height: 844, theme: ColorScheme.Dark, loggedIn: false);
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "Dashboard", Exact = true })).ToBeVisibleAsync();
        await Expect(stranger.Region("Sign-up")).ToContainTextAsync("33.3%");
        await Expect(stranger.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        Assert.Equal(390, await stranger.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await Axe.FindAsync(stranger, "shared dashboard"));

        await page.Button("Stop sharing").ClickAsync();
        await Expect(page.Button("Make a link")).ToBeVisibleAsync();
        await stranger.ReloadAsync();
        await Expect(stranger.GetByText("There is no dashboard here.")).ToBeVisibleAsync();
        await stranger.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    private static async Task KeepAsync(IPage page, string card, string name, string dashboard)
    {
        await page.Button($"Export {card}").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Save to a dashboard" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Dashboard", Exact = true })).ToHaveValueAsync(dashboard);
        await page.Button("Save").ClickAsync();
        await Expect(page.GetByText("Saved on “Dashboard”.")).ToBeVisibleAsync();
    }

    private async Task<string> ShopAsync()
    {
        var tenant = await site.Host.AddTenantAsync();
        await SendAsync(tenant, ("ada", "page"), ("yan", "page"), ("yin", "page"), ("ada", "Signed Up"));
        return tenant;
    }

    private async Task SendAsync(string tenant, params (string Visitor, string Name)[] events)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var response = await site.Host.BatchAsync(tenant, events.Select((e, place) => (object)new
        {
            type = e.Name == "page" ? "page" : "track", @event = e.Name, anonymousId = e.Visitor, timestamp = now.AddSeconds(place - 10), properties = new { path = "/" },
        }));
        Assert.True(response.IsSuccessStatusCode);
        await site.Host.CaughtUpAsync();
    }

    private static async Task ChooseAsync(IPage page, string list, string option)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = list, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }
}
