using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Questions of one's own, and the persons behind each answer.</summary>
[Collection<WebTests>]
public class ExploreTests(Site site)
{
    [Fact]
    public async Task Define_a_sign_up_after_pricing_as_a_funnel_see_who_drops_and_split_it_by_device()
    {
        var page = await site.OpenAsync(Site.At("/live"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Funnels" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin with Page viewed" }).ClickAsync();
        await page.Button("Remove step 3").WaitForAsync();
        foreach (var step in new[] { "Remove step 4", "Remove step 3" })
            if (await page.Button(step).CountAsync() > 0)
            {
                await page.Button(step).ClickAsync();
                await Expect(page.Button(step)).ToHaveCountAsync(0);
            }
        await ChooseAsync(page, "Event of step 2", "Signed Up");
        var first = page.GetByRole(AriaRole.Group, new() { Name = "step 1", Exact = true });
        await first.GetByRole(AriaRole.Button, new() { Name = "Condition" }).ClickAsync();
        await ChooseAsync(page, "Property", "Page");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Values" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "/pricing" }).ClickAsync();
        await page.Button("Apply").ClickAsync();
        await Expect(page.GetByTestId("conversion")).ToHaveTextAsync("33.3%");

        await page.GetByRole(AriaRole.Button, new() { Name = "2 persons dropped here" }).ClickAsync();
        var persons = page.GetByRole(AriaRole.Dialog);
        await Expect(persons.GetByRole(AriaRole.Link, new() { Name = "yan" })).ToBeVisibleAsync();
        await Expect(persons.GetByRole(AriaRole.Link, new() { Name = "yin" })).ToBeVisibleAsync();
        await Expect(persons.GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Escape");

        await ChooseAsync(page, "Split by", "Device");
        var split = page.Region("Conversion by Device").GetByRole(AriaRole.Row);
        await Expect(split).ToHaveCountAsync(2);
        await Expect(split.Nth(1)).ToContainTextAsync("33.3%");
        Assert.Empty(await Axe.FindAsync(page, "funnel"));

        var other = await site.OpenAsync(page.Url, width: 390, height: 844, theme: ColorScheme.Dark, elsewhere: true);
        await Expect(other.GetByTestId("conversion")).ToHaveTextAsync("33.3%");
        Assert.Empty(await Axe.FindAsync(other, "funnel on a phone"));
        Assert.Equal(390, await other.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await other.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Compute_any_figure_of_any_event_split_it_and_take_the_query_away()
    {
        var page = await site.OpenAsync(Site.At("/explore/trends"));
        await page.ShownAsync("Over the whole range");
        await ChooseAsync(page, "Event of series A", "Signed Up");
        await ChooseAsync(page, "Figure of series A", "Sum of");
        await Expect(page.GetByText("Choose the property for \"Sum of\"")).ToBeVisibleAsync();
        await ChooseAsync(page, "Property of series A", "seats");
        await ChooseAsync(page, "Split by", "plan");
        var row = page.Region("Over the whole range").GetByRole(AriaRole.Row).Nth(1);
        await Expect(row).ToContainTextAsync("pro");
        await Expect(row.GetByRole(AriaRole.Cell).Nth(1)).ToHaveTextAsync("3");

        await page.Button("Export Trends").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Open as GraphQL query" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Variables" })).ToContainTextAsync("\"aggregate\": \"SUM\"");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task See_the_figure_as_it_was_known_before_its_events_came()
    {
        var page = await site.OpenAsync(Site.At("/explore/trends", "s=TOTAL!!Signed%2520Up"));
        var total = page.Region("Over the whole range").GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Cell).Nth(1);
        await Expect(total).ToHaveTextAsync("1");
        await page.Button("As of now").ClickAsync();
        await page.GetByLabel("As known at (UTC)").FillAsync(TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await page.Button("Show what was known then").ClickAsync();
        await Expect(total).ToHaveTextAsync("0");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "As known" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task See_how_many_of_a_day_came_back_the_day_after_and_who()
    {
        var page = await site.OpenAsync(Site.At("/explore/retention"));
        var triangle = page.Region("Retention by cohort");
        await triangle.GetByRole(AriaRole.Button, new() { Name = "25.0%", Exact = true }).ClickAsync();
        await OnlyAdaAsync(page);
        await page.Button("Export Retention").ClickAsync();
        Assert.StartsWith("\uFFFDPNG", await SavedAsync(page, "Save as PNG"), StringComparison.Ordinal);
        await ChooseAsync(page, "How time is divided", "by week");
        await Expect(triangle).ToContainTextAsync("week of");
        await page.ReloadAsync();
        await Expect(triangle).ToContainTextAsync("week of");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task See_who_came_on_two_days_and_who_returned_today()
    {
        var page = await site.OpenAsync(Site.At("/explore/stickiness"));
        await page.GetByText("Show as a table").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1 person active on 2 days" }).ClickAsync();
        await OnlyAdaAsync(page);
        await page.GotoAsync(Site.At("/explore/lifecycle"));
        await page.GetByText("Show as a table").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "1: Returning" }).Last.ClickAsync();
        await OnlyAdaAsync(page);
        await page.Button("Export Lifecycle").ClickAsync();
        Assert.StartsWith("\uFFFDPNG", await SavedAsync(page, "Save as PNG"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Follow_a_way_with_the_keyboard_to_the_persons_who_took_it()
    {
        var page = await site.OpenAsync(Site.At("/explore/paths", "range=yesterday"));
        await Expect(page.GetByTestId("paths")).ToHaveTextAsync("4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Step 1, /: 1 session" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("100.0% go on")).ToBeVisibleAsync();
        await page.Button("Persons who were here").ClickAsync();
        await OnlyAdaAsync(page);
        await page.Button("Paths to here").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "End with" })).ToHaveValueAsync("/");
        await Expect(page.GetByText("None of 1 session has a second step")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByTestId("paths")).ToHaveTextAsync("4");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Find_a_person_by_name_and_all_who_did_something()
    {
        var page = await site.OpenAsync(Site.At("/people/persons"));
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name, email or id" }).FillAsync("lovelace");
        await page.Button("Find").ClickAsync();
        await Expect(page.GetByTestId("persons")).ToHaveTextAsync("1");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name, email or id" }).FillAsync("");
        await page.Button("Find").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeVisibleAsync();
        await page.Button("Who did").ClickAsync();
        await ChooseAsync(page, "Event of rule 1", "Signed Up");
        await Expect(page.GetByTestId("persons")).ToHaveTextAsync("1");
        await ChooseAsync(page, "Did or did not, of rule 1", "did not");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeVisibleAsync();
        await Expect(page.Region("Persons").GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Look_behind_the_number_of_a_trend()
    {
        var page = await site.OpenAsync(Site.At("/explore/trends", "s=TOTAL!!Signed%2520Up"));
        await page.Region("Over the whole range").GetByRole(AriaRole.Button, new() { Name = "1", Exact = true }).ClickAsync();
        await OnlyAdaAsync(page);
        await page.Context.CloseAsync();
    }

    private static async Task OnlyAdaAsync(IPage page)
    {
        var persons = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link);
        await Expect(persons).ToHaveTextAsync(["Ada Lovelace"]);
        Assert.Empty(await Axe.FindAsync(page, "persons"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private static async Task<string> SavedAsync(IPage page, string item)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
    }

    private static async Task ChooseAsync(IPage page, string list, string option)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = list, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }

    [Fact]
    public async Task An_answer_as_of_a_moment_says_what_moved_it_since()
    {
        var before = TimeProvider.System.GetUtcNow().AddDays(-2).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (path, sentence) in new[] { ("/explore/funnels?step=page_viewed&step=Signed%2520Up", "moved step 1 from 0 (0.0 %) to"), ("/explore/trends", "Page viewed, unique persons: from 0 to") })
        {
            var page = await site.OpenAsync(Site.At(path, "asof=" + before), 390, 844);
            var since = page.GetByRole(AriaRole.Region, new() { NameRegex = new("^What changed since") });
            await Expect(since).ToContainTextAsync(sentence);
            await Expect(since).ToContainTextAsync("late event");
            await Expect(since.GetByRole(AriaRole.Table)).ToContainTextAsync("ada");
            Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(await Axe.FindAsync(page, path));
            await page.Context.CloseAsync();
        }
    }
}
