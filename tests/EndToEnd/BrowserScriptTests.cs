using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd;

public class BrowserScriptTests
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

    [Fact]
    public async Task A_tenant_without_cookies_leaves_nothing_with_the_visitor_and_one_with_a_first_party_id_keeps_it()
    {
        await using var host = await HostProcess.StartAsync();
        var (without, with) = (await host.AddTenantAsync("without"), await host.AddTenantAsync("with-id"));
        var (exitCode, output) = await host.RunAsync("tenant", "set", with, "--visitors", "first-party");
        Assert.True(exitCode == 0, output);
        await HostProcess.UntilAsync(async () => (await host.Http.GetStringAsync($"/v1/projects/{with}/settings")).Contains("first-party", StringComparison.Ordinal));
        Assert.Contains("cookieless", await host.Http.GetStringAsync($"/v1/projects/{without}/settings"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await host.Http.GetAsync("/v1/projects/nobody/settings")).StatusCode);

        await using var browser = await Browser.LaunchAsync();
        foreach (var (tenant, kept) in new[] { (without, 0), (with, 1) })
        {
            var context = await browser.NewContextAsync(new() { UserAgent = Agent });
            var page = await context.NewPageAsync();
            await ServeAsync(page, host, tenant);
            foreach (var address in new[] { "http://shop.localhost/one", "http://shop.localhost/two" })
                await page.GotoAsync(address);
            await HostProcess.UntilAsync(async () => await CountAsync(host, tenant) >= 2);

            Assert.Empty(await context.CookiesAsync());
            Assert.Equal(kept, await page.EvaluateAsync<int>("localStorage.length"));
            var visitors = await host.ScalarAsync<string[]>($"select array_agg(distinct data #>> '{"{origin,visitorId}"}') from mt_events where tenant_id = '{tenant}' and type = 'page_viewed'");
            Assert.Single(visitors);
            if (kept == 1)
                Assert.Equal(await page.EvaluateAsync<string>("localStorage._pv"), visitors[0]);
        }
    }

    [Fact]
    public async Task A_page_that_stays_in_front_says_so_every_fifteen_seconds_and_one_that_is_hidden_does_not()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync("beats");
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync(new() { UserAgent = Agent });
        await page.Clock.InstallAsync();
        await ServeAsync(page, host, tenant);
        await page.GotoAsync("http://shop.localhost/read");
        await page.Clock.RunForAsync(46_000);
        await HostProcess.UntilAsync(async () => await CountAsync(host, tenant, "heartbeat") >= 3);

        await page.EvaluateAsync("Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); document.dispatchEvent(new Event('visibilitychange'))");
        await page.Clock.RunForAsync(60_000);
        await page.EvaluateAsync("platform.track('Last')");
        await HostProcess.UntilAsync(async () => await CountAsync(host, tenant, "action_tracked") == 1);
        Assert.Equal(3, await CountAsync(host, tenant, "heartbeat"));
        Assert.Equal(1, await CountAsync(host, tenant, "page_left"));
    }

    private static Task<IAsyncDisposable> ServeAsync(IPage page, HostProcess host, string tenant) =>
        page.RouteAsync("http://shop.localhost/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html", Body = $"""<!doctype html><title>Shop</title><script src="{host.Address}/a.js?key={tenant}" data-key="{tenant}"></script>""",
        }));

    private static Task<long> CountAsync(HostProcess host, string tenant, string type = "page_viewed") =>
        host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and type = '{type}'");
}
