using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd;

public class SegmentBrowserTests
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    private static readonly string Published = Path.Combine(NpmClient.Folder, "node_modules", "@segment", "analytics-next", "dist", "umd");

    [Theory]
    [InlineData("{}")]
    [InlineData("{ deliveryStrategy: { strategy: 'batching', config: { size: 4, timeout: 100 } } }")]
    public async Task Every_call_of_the_browser_client_is_stored_once_as_it_was_sent_over_a_line_that_fails_and_by_a_clock_that_is_wrong(string delivery)
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync(new() { UserAgent = Agent, Locale = "de-AT" });
        await ServeShopAsync(page);
        var sent = await FailingLineAsync(page);
        var before = TimeProvider.System.GetUtcNow();
        await page.GotoAsync("http://shop.localhost/start?utm_source=news&utm_medium=email", new() { Referer = "https://www.google.com/" });
        await page.EvaluateAsync(
            """
            async ([cdnURL, writeKey]) => {
              const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL }, { integrations: { 'Segment.io': DELIVERY } })
              await analytics.page('Start', { section: 'front' })
              await analytics.track('Product Added', { price: 19.5, text: 'grüß dich 🙂', list: [1, null, { deep: true }] })
              await analytics.identify('u-1', { email: 'ada@example.org', plan: 'pro' })
              await analytics.group('g-1', { name: 'Engines', seats: 3 })
              await analytics.screen('Settings', { tab: 2 })
              await analytics.alias('u-2', 'u-1')
              await analytics.track('Late', {}, { timestamp: new Date(Date.now() - 3_600_000) })
              await analytics.track('Last')
            }
            """.Replace("DELIVERY", delivery, StringComparison.Ordinal), new[] { host.Address, tenant });
        await HostProcess.UntilAsync(async () => (await StoredEvents.OfAsync(host, tenant)).Count >= 8);
        var after = TimeProvider.System.GetUtcNow();

        var stored = await StoredEvents.OfAsync(host, tenant);
        Assert.Equal(8, sent.Count);
        Assert.Equal(sent.Keys.Order(), stored.Select(item => item.MessageId).Order());
        Assert.All(stored, item => StoredEvents.AssertSame(sent[item.MessageId], item));
        Assert.All(stored.Where(item => item.Action != "Late"), item => Assert.InRange(item.OccurredAt, before.AddSeconds(-5), after));
        Assert.InRange(Assert.Single(stored, item => item.Action == "Late").OccurredAt, before.AddHours(-1).AddSeconds(-5), after.AddHours(-1));
        Assert.All(stored, item => Assert.StartsWith("analytics.js/next-", item.Origin("library"), StringComparison.Ordinal));

        var context = stored.Single(item => item.Type == "page_viewed").Data.GetProperty("context");
        Assert.Equal("/start", context.GetProperty("page").GetProperty("path").GetString());
        Assert.Equal("news", context.GetProperty("campaign").GetProperty("source").GetString());
        Assert.Equal("Email", context.GetProperty("channel").GetString());
        Assert.Equal("google.com", context.GetProperty("referrerHost").GetString());
        Assert.Equal("Firefox", context.GetProperty("device").GetProperty("browser").GetString());
        Assert.Equal("de-AT", context.GetProperty("language").GetString());
    }

    // A page of a shop that loads the published bundle, in a browser whose clock is three hours ahead.
    private static async Task ServeShopAsync(IPage page)
    {
        await page.AddInitScriptAsync(
            """
            { const now = Date.now, ahead = 3 * 3_600_000
              Date = class extends Date { constructor(...given) { given.length ? super(...given) : super(now() + ahead) } static now() { return now() + ahead } } }
            """);
        await page.RouteAsync("http://shop.localhost/**", async route =>
        {
            var path = new Uri(route.Request.Url).AbsolutePath;
            if (path.EndsWith(".js", StringComparison.Ordinal))
                await route.FulfillAsync(new() { Path = Path.Combine(Published, Path.GetFileName(path)), ContentType = "text/javascript" });
            else
                await route.FulfillAsync(new() { ContentType = "text/html", Body = """<!doctype html><meta charset="utf-8"><title>Shop</title><script src="/bundle/index.js"></script>""" });
        });
    }

    // The first request never arrives, the second arrives without an answer, the third is refused for now; what arrives is written down.
    private static async Task<ConcurrentDictionary<string, JsonElement>> FailingLineAsync(IPage page)
    {
        var (sent, attempts) = (new ConcurrentDictionary<string, JsonElement>(), 0);
        await page.RouteAsync(new Regex(@"/v1/\w$"), async route =>
        {
            if (route.Request is not { Method: "POST", PostData: { } body })
            {
                await route.ContinueAsync();
                return;
            }
            switch (Interlocked.Increment(ref attempts))
            {
                case 1:
                    await route.AbortAsync();
                    break;
                case 2:
                    Write(body);
                    await route.FetchAsync();
                    await route.AbortAsync();
                    break;
                case 3:
                    await route.FulfillAsync(new() { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "1", ["Access-Control-Allow-Origin"] = "*" } });
                    break;
                default:
                    Write(body);
                    await route.ContinueAsync();
                    break;
            }
        });
        return sent;

        // The client tells who the visitor is by then when it tries again: the first to arrive is what is stored.
        void Write(string body)
        {
            var request = JsonElement.Parse(body);
            foreach (var message in request.TryGetProperty("batch", out var batch) ? batch.EnumerateArray().ToArray() : [request])
                sent.TryAdd(message.GetProperty("messageId").GetString()!, message);
        }
    }
}
