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
        await page.GetByRole(AriaRole.Link, new() { Name = "Replays" }).First.ClickAsync();
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
        await rebuilds.GetByRole(AriaRole.Combobox, new() { Name = "Whose part" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = $"of {Site.Tenant}" }).ClickAsync();
        // Saving a funnel rebuilds as well: there may be others already. Everything is the tables and, apart, the exploration store.
        var before = await rebuilds.GetByRole(AriaRole.Row).CountAsync();
        await rebuilds.GetByRole(AriaRole.Button, new() { Name = "Rebuild" }).ClickAsync();
        await Expect(rebuilds.GetByRole(AriaRole.Row)).ToHaveCountAsync(before + 2);
        await Expect(row).ToContainTextAsync("The same as before");
        await Expect(row).ToContainTextAsync($"of {Site.Tenant}");
        var phone = await site.OpenAsync(Site.At("/system/replays"), 390, 844, ColorScheme.Dark);
        await Expect(phone.Region("Rebuilds")).ToContainTextAsync("The same as before");
        await phone.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Try_other_rules_beside_the_figures_of_now()
    {
        foreach (var width in new[] { 1440, 320 })
        {
            var page = await site.OpenAsync(Site.At("/system/replays"), width, 844);
            var trial = page.Region("What if");
            await trial.GetByLabel("A session ends after").FillAsync("1");
            await trial.GetByLabel("A conversion is").ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = "Signed Up" }).ClickAsync();
            await trial.GetByRole(AriaRole.Button, new() { Name = "Try it" }).ClickAsync();

            // Ada's two pages are two minutes apart: under these rules they are two sessions.
            await Expect(trial.GetByRole(AriaRole.Row).Filter(new() { HasText = "Sessions" }).GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\+"));
            await Expect(trial).ToContainTextAsync("Owed to Direct");
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(await Axe.FindAsync(page, $"what if {width}"));
            await trial.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(trial.GetByRole(AriaRole.Table)).ToHaveCountAsync(0);
            await page.Context.CloseAsync();
        }
    }
}
