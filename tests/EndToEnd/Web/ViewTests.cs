using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>A view is its address; what it shows can be taken away; the keyboard is enough for all of it.</summary>
[Collection<WebTests>]
public class ViewTests(Site site)
{
    [Fact]
    public async Task Back_undoes_each_step_and_the_address_is_the_whole_view()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.ShownAsync("Show as a table");
        var all = await page.Figure("Visitors").InnerTextAsync();
        await page.Region("Places").GetByRole(AriaRole.Button, new() { Name = "Austria" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Filters" })).ToContainTextAsync("Country is Austria");
        await page.Region("Pages").GetByText("Entry").ClickAsync();
        await page.Region("Visitors over time").GetByText("Sessions").ClickAsync();
        await Expect(page.Region("Sessions over time")).ToBeVisibleAsync();
        var (address, filtered) = (page.Url, await page.Figure("Visitors").InnerTextAsync());
        Assert.NotEqual(all, filtered);

        var other = await site.OpenAsync(address, elsewhere: true);
        await Expect(other.Figure("Visitors")).ToHaveTextAsync(filtered);
        await Expect(other.Region("Sessions over time")).ToBeVisibleAsync();
        await Expect(other.Region("Pages").GetByLabel("Entry")).ToBeCheckedAsync();
        await Expect(other.GetByRole(AriaRole.Group, new() { Name = "Filters" })).ToContainTextAsync("Country is Austria");
        await other.Context.CloseAsync();

        await page.GoBackAsync();
        await Expect(page.Region("Visitors over time")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.Region("Pages").GetByLabel("All", new() { Exact = true })).ToBeCheckedAsync();
        await page.GoBackAsync();
        await Expect(page.Figure("Visitors")).ToHaveTextAsync(all);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_filter_is_made_and_changed_with_the_keyboard_alone()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.ShownAsync("Show as a table");
        await page.Button("Filter").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Property").And(page.GetByRole(AriaRole.Combobox)).WaitForAsync();
        await Expect(page.GetByLabel("Property").And(page.GetByRole(AriaRole.Combobox))).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("plan");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("pro");
        await page.Keyboard.PressAsync("Enter");
        await page.Button("Apply").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Filters" })).ToContainTextAsync("plan is pro");
        await Expect(page.Figure("Visitors")).ToHaveTextAsync("1");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1440, 900)]
    public async Task A_filter_is_made_with_the_mouse_and_its_list_never_lies_over_what_applies_it(int width, int height)
    {
        var page = await site.OpenAsync(Site.At("/overview"), width, height);
        await page.ShownAsync("Show as a table");
        await page.Button("Filter").ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Property" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Page", Exact = true }).ClickAsync();
        var values = page.GetByRole(AriaRole.Combobox, new() { Name = "Values" });
        await values.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "/docs/start" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
        await values.PressSequentiallyAsync("/pri");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "/pricing" })).ToBeVisibleAsync();
        var apply = (await page.Button("Apply").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(apply.X + apply.Width / 2, apply.Y + apply.Height / 2);
        await Expect(page.GetByText("Page is /docs/start or /pri", new() { Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_goes_anywhere_by_name()
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.ShownAsync("Visitors in the last 5 minutes");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the page" })).ToBeFocusedAsync();
        foreach (var (typed, found, arrives) in new[] { ("dead", "Dead letters", "Dead letters"), ("signed", "Signed Up", "Events"), ("ada", "Person ada", "Ada Lovelace") })
        {
            await page.Keyboard.PressAsync("Control+k");
            await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search anything" })).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync(typed);
            await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync(found);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = arrives, Level = 1 })).ToBeVisibleAsync();
        }
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_menu_stays_narrow_and_the_theme_stays_chosen()
    {
        var page = await site.OpenAsync(Site.At("/overview"));
        await page.Button("Narrow the menu").ClickAsync();
        await page.Button("Switch to the dark theme").ClickAsync();
        await page.ReloadAsync();
        await Expect(page.Button("Widen the menu")).ToBeVisibleAsync();
        await Expect(page.Button("Switch to the light theme")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Figures_are_saved_as_csv_and_the_chart_as_a_picture()
    {
        var page = await site.OpenAsync(Site.At("/overview", "range=yesterday"));
        await page.ShownAsync("Show as a table");
        Assert.Contains("\r\n/pricing,3,3,3,", await SavedAsync(page, "Export Pages", "Save as CSV"), StringComparison.Ordinal);
        Assert.Contains("T09:00:00Z,3,", await SavedAsync(page, "Export Visitors over time", "Save as CSV"), StringComparison.Ordinal);
        Assert.StartsWith("\uFFFDPNG", await SavedAsync(page, "Export Visitors over time", "Save as PNG"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Events_arrive_on_top_and_wait_while_somebody_reads()
    {
        var page = await site.OpenAsync(Site.At("/events", "name=page_viewed&f=page~STARTS_WITH~%252Fnew"));
        await Expect(page.GetByText("No events match")).ToBeVisibleAsync();
        await page.Mouse.MoveAsync(5, 5);
        await site.SendAsync("eve", TimeProvider.System.GetUtcNow(), "/new/1", "AT");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "/new/1" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Cell, new() { Name = "/new/1" }).HoverAsync();
        await site.SendAsync("eve", TimeProvider.System.GetUtcNow(), "/new/2", "AT");
        await site.SendAsync("eve", TimeProvider.System.GetUtcNow(), "/old/3", "AT");
        await Expect(page.GetByText("Paused, 1 event waiting")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "/new/2" })).ToHaveCountAsync(0);
        await page.Mouse.MoveAsync(5, 5);
        await Expect(page.Locator("tbody tr").First).ToContainTextAsync("/new/2");
        await Expect(page.GetByText("/old/3")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static async Task<string> SavedAsync(IPage page, string menu, string item)
    {
        await page.Button(menu).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }
}
