using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Rebuilding a projection and watching it, by the names of what is seen.</summary>
[Collection<WebTests>]
public class RebuildTests(Site site)
{
    [Fact]
    public async Task Rebuild_a_projection_and_watch_it_find_what_was_wrong()
    {
        Assert.Equal(1, await site.Host.ScalarAsync<int>($"with damaged as (update read.visitors set events = events + 7 where tenant = '{Site.Tenant}' and visitor_id = 'ada' returning 1) select count(*)::int from damaged"));
        var page = await site.OpenAsync(Site.At("/live"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Projections" }).First.ClickAsync();
        var rebuilds = page.Region("Rebuilds");
        await rebuilds.GetByRole(AriaRole.Combobox, new() { Name = "What to rebuild" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "persons" }).ClickAsync();
        await rebuilds.GetByRole(AriaRole.Button, new() { Name = "Rebuild" }).ClickAsync();

        var row = rebuilds.GetByRole(AriaRole.Row).Nth(1);
        await Expect(row).ToContainTextAsync("done");
        await row.GetByText("1 row differs from before").ClickAsync();
        await Expect(row).ToContainTextAsync("persons, table visitors: 1 row");

        await rebuilds.GetByRole(AriaRole.Combobox, new() { Name = "What to rebuild" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Every read model" }).ClickAsync();
        await rebuilds.GetByRole(AriaRole.Button, new() { Name = "Rebuild" }).ClickAsync();
        await Expect(rebuilds.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Expect(row).ToContainTextAsync("The same as before");
        var phone = await site.OpenAsync(Site.At("/system/projections"), 390, 844, ColorScheme.Dark);
        await Expect(phone.Region("Rebuilds")).ToContainTextAsync("The same as before");
        await phone.Context.CloseAsync();
        await page.Context.CloseAsync();
    }
}
