using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;

namespace Platform.Tests.Integration.LogIn;

public class LogInTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_log_in_survives_a_restart_and_ends_with_a_new_password()
    {
        await using var host = await HostProcess.StartAsync();
        var cookie = await CookieAsync(host, Regex.Match(host.Said, "password ([a-z0-9]+) ").Groups[1].Value);
        await host.StopAsync();
        await host.StartAgainAsync();
        Assert.Equal(HttpStatusCode.OK, await ViewerAsync(host, cookie));

        var (_, output) = await host.RunAsync("user", "password", "admin");
        var renewed = await CookieAsync(host, Regex.Match(output, "is ([a-z0-9]+)").Groups[1].Value);
        await HostProcess.UntilAsync(async () => await ViewerAsync(host, cookie) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, await ViewerAsync(host, renewed));
    }

    [Fact]
    public async Task What_is_shown_once_is_shown_once_and_nothing_readable_is_kept()
    {
        await using var host = await HostProcess.StartAsync();
        var password = Regex.Match(host.Said, "password ([a-z0-9]+) ").Groups[1].Value;
        Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from mt_events where data::text like '%{password}%'"));
        Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from mt_doc_user where data::text like '%{password}%'"));

        await host.StopAsync();
        await host.StartAgainAsync();
        Assert.Single(Regex.Matches(host.Said, "First start"));
    }

    [Fact]
    public async Task An_unknown_name_is_answered_like_a_wrong_password()
    {
        using var unknown = await LogInAsync("192.0.2.1", "nobody-at-all", "wrong");
        using var wrong = await LogInAsync("192.0.2.2", "admin", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Guessing_many_names_from_one_address_is_locked_out_even_all_at_once()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => LogInAsync("192.0.2.3", $"name-{number}", "wrong")));

        Assert.InRange(attempts.Count(attempt => attempt.StatusCode == HttpStatusCode.Unauthorized), 1, 7);
        var refused = attempts.First(attempt => attempt.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Array.ForEach(attempts, attempt => attempt.Dispose());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Another_site_cannot_log_anybody_in(string origin)
    {
        using var request = Credentials("192.0.2.4", JsonContent.Create(new { name = "admin", password = "wrong" }));
        request.Headers.Add("Origin", origin);
        using var response = await platform.Host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task A_form_or_plain_text_is_no_log_in()
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" })
        {
            using var request = Credentials("192.0.2.5", new StringContent("""{"name":"admin","password":"wrong"}""", Encoding.UTF8, type));
            using var response = await platform.Host.Http.SendAsync(request);
            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.UnsupportedMediaType, HttpStatusCode.Unauthorized });
            Assert.Empty(await response.Content.ReadAsStringAsync()); // nobody looked at the password
        }
    }

    [Theory]
    [InlineData(300, HttpStatusCode.BadRequest)]
    [InlineData(100_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_long_password_costs_nothing(int length, HttpStatusCode status)
    {
        using var response = await LogInAsync("192.0.2.6", "admin", new string('x', length));

        Assert.Equal(status, response.StatusCode);
    }

    private Task<HttpResponseMessage> LogInAsync(string from, string name, string password) =>
        platform.Host.Http.SendAsync(Credentials(from, JsonContent.Create(new { name, password })));

    private static HttpRequestMessage Credentials(string from, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/login") { Content = body };
        request.Headers.Add("X-Forwarded-For", from);
        return request;
    }

    private static async Task<string> CookieAsync(HostProcess host, string password)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(host.Address) };
        using var response = await client.PostAsJsonAsync("/api/login", new { name = "admin", password });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^platform=.*; samesite=lax; httponly$", cookie);
        return cookie.Split(';')[0];
    }

    private static async Task<HttpStatusCode> ViewerAsync(HostProcess host, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(host.Address) };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return (await client.GetAsync("/api/viewer")).StatusCode;
    }
}
