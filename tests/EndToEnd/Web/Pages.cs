using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>Every page of the UI, and how one sees that it is all there.</summary>
public static class Pages
{
    /// <summary>Address, and a text that stands on the page only with its data.</summary>
    public static readonly TheoryData<string, string> All = new()
    {
        { "/live", "Visitors in the last 5 minutes" },
        { "/overview", "Show as a table" },
        { "/explore/trends", "Over the whole range" },
        { "/explore/funnels", "Which way do you want to follow?" },
        { "/explore/retention", "Weighted mean" },
        { "/explore/paths", "on these ways" },
        { "/explore/attribution?match=Signed Up", "all models agree" },
        { "/explore/lifecycle", "Show as a table" },
        { "/explore/stickiness", "were active on two days or more" },
        { "/people/persons", "Ada Lovelace" },
        { "/people/cohorts", "No group is saved yet" },
        { "/people/sessions", "/ → /pricing" },
        { "/series", "Anomalies in this range" },
        { "/anomalies", "What was not as expected" },
        { "/alerts", "Nothing was over in this range" },
        { "/dashboards", "No dashboard yet" },
        { "/events", "Signed Up" },
        { "/persons/ada", "ada@shop.example" },
        { "/data/imports", "Bring your history along" },
        { "/data/quality", "From the future" },
        { "/data/plan?event=Signed Up", "As JSON Schema" },
        { "/data/dead-letters", "1 refused event" },
        { "/system/projections", "exploration" },
        { "/system/replays", "Rebuilds" },
    };

    /// <summary>Waits until the page has its data and no part of it is still loading.</summary>
    public static async Task ShownAsync(this IPage page, string text)
    {
        await Expect(page.GetByText(text).First).ToBeVisibleAsync();
        await Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Figure(this IPage page, string name) => page.GetByTestId("figure-" + name);

    public static ILocator Region(this IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
}
