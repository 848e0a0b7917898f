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
        { "/events", "Signed Up" },
        { "/persons/ada", "ada@shop.example" },
        { "/data/dead-letters", "1 refused event" },
        { "/system/projections", "exploration" },
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
