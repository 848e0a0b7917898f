using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Tests.EndToEnd;

namespace Platform.Tests.Benchmarks.Explore;

/// <summary>How long the Overview page takes in a browser from the click on its address until every figure, list and the chart is there.</summary>
internal static class OverviewInBrowser
{
    // The figures, the chart, four lists with bars, and no placeholder left: then the page is complete and answers clicks.
    private const string Complete =
        """
        () => document.querySelectorAll('[data-testid^="figure-"]').length >= 5
          && document.querySelector('main canvas') !== null
          && document.querySelectorAll('ul.bars button').length >= 4
          && document.querySelector('[aria-busy="true"]') === null
          && performance.now()
        """;

    /// <summary>Milliseconds with an empty cache and with a filled one, over the last 90 days.</summary>
    public static async Task<(double First, double Again)> MeasureAsync(HostProcess host, string tenant)
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(host.Address);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(await PasswordAsync(host));
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await page.GetByTestId("visitors-now").WaitForAsync();
        var logIn = await page.Context.StorageStateAsync();

        await using var fresh = await browser.NewContextAsync(new() { StorageState = logIn });
        var overview = await fresh.NewPageAsync();
        var address = $"{host.Address}/overview?tenant={tenant}&range=90d";
        return (await OpenAsync(overview, address), await OpenAsync(overview, address));
    }

    private static async Task<string> PasswordAsync(HostProcess host) =>
        Regex.Match((await host.RunAsync("user", "password", "admin")).Output, "is ([a-z0-9]+)").Groups[1].Value;

    private static async Task<double> OpenAsync(IPage page, string address)
    {
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        var handle = await page.WaitForFunctionAsync(Complete);
        return Math.Round(await handle.JsonValueAsync<double>());
    }
}
