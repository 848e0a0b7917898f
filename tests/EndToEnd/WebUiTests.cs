using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

public class WebUiTests
{
    [Fact]
    public async Task A_person_logs_in_sees_visitors_arrive_filters_by_a_click_and_is_told_when_the_connection_is_lost()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync("demo");
        await SendAsync(host, tenant, "ada", "/pricing", "AT");
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        var problems = new List<string>();
        page.PageError += (_, problem) => problems.Add(problem);

        await page.GotoAsync(host.Address);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Regex.Match(host.Said, "password ([a-z0-9]+) ").Groups[1].Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Expect(page.GetByTestId("visitors-now")).ToHaveTextAsync("1");

        await SendAsync(host, tenant, "grace", "/docs", "DE");
        await Expect(page.GetByTestId("visitors-now")).ToHaveTextAsync("2");
        await Expect(page.GetByText("grace")).ToBeVisibleAsync();

        await host.CaughtUpAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(page.GetByTestId("figure-Visitors")).ToHaveTextAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "/pricing" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("f=page~EQUALS~%252Fpricing|f=page%7EEQUALS%7E%252Fpricing"));
        await Expect(page.GetByTestId("figure-Visitors")).ToHaveTextAsync("1");
        await page.GoBackAsync();
        await Expect(page.GetByTestId("figure-Visitors")).ToHaveTextAsync("2");

        await page.GetByRole(AriaRole.Link, new() { Name = "Live" }).First.ClickAsync();
        await Expect(page.GetByTestId("visitors-now")).ToBeVisibleAsync();
        host.Kill();
        await Expect(page.GetByText("The connection is lost")).ToBeVisibleAsync();
        await host.StartAgainAsync();
        await Expect(page.GetByText("The connection is lost")).ToBeHiddenAsync(new() { Timeout = 15_000 });
        Assert.Empty(problems);
    }

    [Fact]
    public async Task The_browser_script_reports_views_clicks_and_leaving_and_respects_do_not_track()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync("demo");
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync(new() { UserAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0" });
        await page.RouteAsync("http://shop.localhost/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"""<title>Shop</title><button data-track="Clicked" data-track-place="top">Buy</button><script src="{host.Address}/a.js?key={tenant}" data-key="{tenant}"></script>""",
        }));
        await page.GotoAsync("http://shop.localhost/a?utm_source=news");
        await page.GetByRole(AriaRole.Button).ClickAsync();
        await page.EvaluateAsync("history.pushState({}, '', '/b')");
        await HostProcess.UntilAsync(async () => await CountAsync(host, tenant) >= 3);
        await page.EvaluateAsync("Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); document.dispatchEvent(new Event('visibilitychange'))");
        await HostProcess.UntilAsync(async () => await CountAsync(host, tenant) >= 4);

        var names = await host.ScalarAsync<string[]>($"select array_agg(type || coalesce(':' || (data ->> 'action'), '') || coalesce(':' || (data #>> '{{context,page,path}}'), '') order by seq_id) from mt_events where tenant_id = '{tenant}'");
        Assert.Equal(["action_tracked:Clicked:/a", "page_left:/b", "page_viewed:/a", "page_viewed:/b"], names.Order(StringComparer.Ordinal));

        var silent = await browser.NewPageAsync();
        await silent.AddInitScriptAsync("Object.defineProperty(navigator, 'doNotTrack', { value: '1' })");
        await silent.RouteAsync("http://shop.localhost/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"""<script src="{host.Address}/a.js" data-key="{tenant}"></script>""" }));
        await silent.GotoAsync("http://shop.localhost/c");
        await silent.EvaluateAsync("platform.track('Never')");
        Assert.Equal(4, await CountAsync(host, tenant));
    }

    private static Task<long> CountAsync(HostProcess host, string tenant) => host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private static async Task SendAsync(HostProcess host, string tenant, string visitor, string path, string country)
    {
        using var response = await host.BatchAsync(tenant,
            [new { type = "page", anonymousId = visitor, messageId = visitor, properties = new { path }, context = new { page = new { path }, location = new { country } } }]);
        Assert.True(response.IsSuccessStatusCode);
    }
}
