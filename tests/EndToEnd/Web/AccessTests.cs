using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Everybody can use it: no serious finding, no sideways scrolling, at any width, zoom and theme.</summary>
[Collection<WebTests>]
public class AccessTests(Site site)
{
    private static readonly (int Width, int Height)[] Sizes = [(1440, 900), (390, 844)];

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_has_a_serious_finding_in_any_theme_and_width(string path, string text)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
            foreach (var (width, height) in Sizes)
            {
                var page = await site.OpenAsync(Site.At(path), width, height, theme);
                await page.ShownAsync(text);
                Assert.Empty(await Axe.FindAsync(page, $"{path} {theme} {width}"));
                await page.Context.CloseAsync();
            }
    }

    [Theory]
    [MemberData(nameof(Pages.All), MemberType = typeof(Pages))]
    public async Task No_page_scrolls_sideways_on_a_phone_nor_at_double_size(string path, string text)
    {
        // Double size is half as many pixels of twice the density.
        foreach (var (width, height, scale) in new[] { (390, 844, 1f), (320, 640, 1f), (720, 450, 2f) })
        {
            var page = await site.OpenAsync(Site.At(path), width, height, scale: scale);
            await page.ShownAsync(text);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task What_opens_over_a_page_has_no_serious_finding_either(ColorScheme theme)
    {
        var page = await site.OpenAsync(Site.At("/overview", "f=country~EQUALS~AT"), theme: theme);
        await page.ShownAsync("Show as a table");
        await page.Button("Country is Austria").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).WaitForAsync();
        Assert.Empty(await Axe.FindAsync(page, "filter"));
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Range: Last 7 days" }).ClickAsync();
        await page.GetByLabel("First day").WaitForAsync();
        Assert.Empty(await Axe.FindAsync(page, "range"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search anything" }).WaitForAsync();
        Assert.Empty(await Axe.FindAsync(page, "palette"));
        await page.Keyboard.PressAsync("Escape");
        await page.Region("Pages").GetByRole(AriaRole.Button, new() { Name = "Details" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Columnheader, new() { Name = "Bounce rate" }).WaitForAsync();
        Assert.Empty(await Axe.FindAsync(page, "all values"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_log_in_page_and_the_empty_tenant_have_no_serious_finding()
    {
        var page = await site.OpenAsync("/", loggedIn: false);
        await page.ShownAsync("Log in");
        Assert.Empty(await Axe.FindAsync(page, "log-in"));
        await page.Context.CloseAsync();
        page = await site.OpenAsync($"/overview?tenant={Site.Empty}", theme: ColorScheme.Dark);
        await page.ShownAsync("No events yet");
        Assert.Empty(await Axe.FindAsync(page, "empty"));
        await page.Context.CloseAsync();
    }

}
