using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd.Web;

/// <summary>The running product with a known week of a small site, a tenant without events, and a browser that is logged in.</summary>
public sealed class Site : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    private const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    private HostProcess _host = null!;
    private IBrowser _browser = null!;
    private string _session = "";
    private string _apart = "";
    private int _sent;

    internal HostProcess Host => _host;

    /// <summary>Where the site's events are: today 3 visitors, yesterday 4 (two of them from search.example), a week before that 1.</summary>
    public const string Tenant = "shop";

    public const string Empty = "silent";

    public async ValueTask InitializeAsync()
    {
        _host = await HostProcess.StartAsync();
        await _host.AddTenantAsync(Tenant);
        await _host.AddTenantAsync(Empty);
        await _host.AskAsync(Tenant, """
            mutation { defineEventSchema(event: "Signed Up", mode: OBSERVE, schema: { type: "object", required: ["plan"], properties: { plan: { enum: ["free", "pro"] }, seats: { type: "integer", minimum: 1 } } }) { version } }
            """);
        var now = TimeProvider.System.GetUtcNow();
        var yesterday = now.Date.AddDays(-1).AddHours(9);
        await SendAsync("earl", yesterday.AddDays(-7), "/", "AT");
        await SendAsync("yan", yesterday, "/pricing", "AT", "https://search.example/?q=x");
        await SendAsync("yin", yesterday.AddMinutes(5), "/pricing", "DE", "https://search.example/?q=y");
        await SendAsync("yve", yesterday.AddMinutes(9), "/docs", "DE", "https://news.example/a", Safari);
        await SendAsync("ada", yesterday.AddHours(1), "/", "AT");
        await SendAsync("ada", yesterday.AddHours(1).AddMinutes(2), "/pricing", "AT");
        await SendAsync("ada", now.AddSeconds(-40), "/docs/start", "AT");
        await SendAsync("bob", now.AddSeconds(-30), "/docs/start", "DE");
        await SendAsync("cyd", now.AddSeconds(-20), "/", "FR", device: Safari);
        await PostAsync(new { type = "track", @event = "Signed Up", anonymousId = "ada", properties = new { plan = "pro", seats = 3 }, timestamp = now.AddSeconds(-35) });
        await PostAsync(new { type = "identify", anonymousId = "ada", traits = new { name = "Ada Lovelace", email = "ada@shop.example" }, timestamp = now.AddSeconds(-34) });
        using (var refused = await _host.BatchAsync(Tenant, [new { type = "track", @event = "Too Early", anonymousId = "ada", timestamp = now.AddDays(9) }]))
            Assert.True(refused.IsSuccessStatusCode);
        await _host.CaughtUpAsync();

        _browser = await Browser.LaunchAsync();
        _session = await LogInAsync();
        _apart = await LogInAsync();
    }

    /// <summary>A page of its own session, at an address of the UI.</summary>
    public async Task<IPage> OpenAsync(string path, int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Light, bool loggedIn = true, float scale = 1, bool elsewhere = false)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _host.Address, StorageState = !loggedIn ? null : elsewhere ? _apart : _session, ViewportSize = new() { Width = width, Height = height },
            ColorScheme = theme, DeviceScaleFactor = scale, ReducedMotion = ReducedMotion.Reduce, AcceptDownloads = true,
        });
        context.SetDefaultTimeout(20_000);
        Assertions.SetDefaultExpectTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>An address of a page for the site's tenant.</summary>
    public static string At(string page, string view = "") =>
        $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tenant={Tenant}{(view.Length == 0 ? "" : "&" + view)}";

    internal Task SendAsync(string visitor, DateTimeOffset at, string path, string country, string? referrer = null, string device = Firefox) => PostAsync(new
    {
        type = "page", anonymousId = visitor, timestamp = at, properties = new { path },
        context = new { userAgent = device, locale = "de-AT", page = new { path, url = "https://shop.example" + path, title = "Shop", referrer }, location = new { country } },
    });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
    }

    private async Task PostAsync(object sent)
    {
        _sent++;
        using var response = await _host.BatchAsync(Tenant, [sent]);
        Assert.True(response.IsSuccessStatusCode, $"Event {_sent} was refused.");
    }

    private async Task<string> LogInAsync()
    {
        await using var context = await _browser.NewContextAsync(new() { BaseURL = _host.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Regex.Match(_host.Said, "password ([a-z0-9]+) ").Groups[1].Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();
        return await context.StorageStateAsync();
    }
}

/// <summary>The tests of the web UI share one running product.</summary>
[CollectionDefinition]
public sealed class WebTests : ICollectionFixture<Site>;
