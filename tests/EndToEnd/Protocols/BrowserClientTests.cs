using System.Collections.Concurrent;

namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>Published clients for browsers, unmodified, all on one real page: what they send is stored exactly as the file says.</summary>
public class BrowserClientTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

    [Fact]
    public async Task What_the_clients_of_a_page_send_is_stored_exactly()
    {
        var before = await StoredLines.LastAsync(demo.Host);
        await using var shop = await Shop.OpenAsync();
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync(new() { UserAgent = Agent, Locale = "de-AT" });
        var problems = new ConcurrentQueue<string>();
        page.PageError += (_, problem) => problems.Enqueue(problem);
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                problems.Enqueue($"{response.Status} {response.Url}");
        };
        // Some clients keep still where a program steers the browser; the page is a person's here.
        await page.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })");

        await page.GotoAsync(shop.Address + "/start?utm_source=news", new() { Referer = "https://www.google.com/" });
        await page.EvaluateAsync("([url, key]) => run(url, key)", new[] { demo.Host.Address, "demo" });
        var expected = await Approved.LinesAsync("browser");
        for (var beat = 0; beat < 4; beat++) // somebody reads the page
        {
            await page.Mouse.MoveAsync(100 + beat, 100);
            await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 1100))");
        }
        await HostProcess.UntilAsync(async () => (await StoredAsync(before)).Count >= expected);

        await Approved.CompareAsync("browser", [.. problems, .. await StoredAsync(before)]);
    }

    // How many heartbeats there are depends on the machine; of everything else there is exactly one.
    private async Task<List<string>> StoredAsync(long before)
    {
        var lines = await StoredLines.AfterAsync(demo.Host, "demo", before);
        var heartbeats = lines.Where(line => line.StartsWith("heartbeat ", StringComparison.Ordinal)).Distinct();
        return [.. lines.Where(line => !line.StartsWith("heartbeat ", StringComparison.Ordinal)).Concat(heartbeats).Order(StringComparer.Ordinal)];
    }
}
