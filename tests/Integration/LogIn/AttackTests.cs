using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Platform.Tests.Integration.LogIn;

public class AttackTests(PlatformFixture platform)
{
    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/assets/../../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/assets/..%5c..%5c..%5cetc%5cpasswd")]
    [InlineData("//etc/passwd")]
    [InlineData("/graphql/../../../../etc/passwd")]
    [InlineData("/graphql/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/%00.js")]
    public async Task No_path_leads_out_of_the_served_folders(string path)
    {
        var answer = await RawAsync($"GET {path} HTTP/1.1\r\nHost: {Authority}\r\nAuthorization: Bearer {HostProcess.AdminKey}\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin: http://\u00e9.example")]
    [InlineData("Origin: http://a\tb")]
    [InlineData("Access-Control-Request-Headers: \u00e9\u00e8")]
    [InlineData("Referer: \u00ff\u00fe")]
    [InlineData("User-Agent: \u00e9\u4e2d")]
    [InlineData("Accept-Language: \u00e9;q=x,,,;;;")]
    [InlineData("Content-Encoding: gzip, gzip, br")]
    [InlineData("X-Tenant: \u00e9' or 1=1 --")]
    [InlineData("Authorization: Basic !!!!")]
    [InlineData("Authorization: Bearer \u00e9")]
    [InlineData("Cookie: platform=\u00e9")]
    [InlineData("Cookie: platform=AAAA; platform=chunks-99999999; platformC1=x")]
    [InlineData("X-Forwarded-For: nonsense")]
    [InlineData("X-Forwarded-Host: evil.example")]
    public async Task No_header_causes_an_error_of_ours(string header)
    {
        foreach (var request in new[] { "OPTIONS /v1/t", "POST /v1/t", "POST /graphql", "GET /api/viewer", "GET /", "GET /a.js" })
        {
            var answer = await RawAsync($"{request} HTTP/1.1\r\nHost: {Authority}\r\n{header}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
            Assert.Matches("^HTTP/1.1 [234]", answer);
            Assert.DoesNotContain("evil.example", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Oversized_cookies_and_request_lines_are_refused()
    {
        Assert.StartsWith("HTTP/1.1 431", await RawAsync($"GET / HTTP/1.1\r\nHost: {Authority}\r\nCookie: platform={new string('x', 60_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await RawAsync($"GET /{new string('x', 60_000)} HTTP/1.1\r\nHost: {Authority}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_elsewhere_opens_no_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(platform.Host.Address.Replace("http", "ws", StringComparison.Ordinal) + "/graphql"), default));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_page_elsewhere_asks_nothing_with_somebodys_cookie_or_key()
    {
        foreach (var path in new[] { "/graphql", "/api/logout" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("""{"query":"{viewer{name}}"}""", Encoding.UTF8, "application/json") };
            request.Headers.Add("Origin", "https://evil.example");
            request.Headers.Authorization = new("Bearer", HostProcess.AdminKey);
            using var response = await platform.Host.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_where_events_and_where_questions_are_taken()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var megabyte = 0; megabyte < 64; megabyte++)
                await gzip.WriteAsync(new byte[1_048_576], TestContext.Current.CancellationToken);
        foreach (var (path, least) in new[] { ("/v1/batch", 413), ("/graphql", 400) })
        {
            using var body = new ByteArrayContent(packed.ToArray());
            body.Headers.ContentEncoding.Add("gzip");
            body.Headers.ContentType = new("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
            request.Headers.Authorization = new("Bearer", HostProcess.AdminKey);
            using var response = await platform.Host.Http.SendAsync(request);
            Assert.InRange((int)response.StatusCode, least, 499);
        }
    }

    [Theory]
    [InlineData("/v1/track")]
    [InlineData("/graphql")]
    [InlineData("/api/login")]
    public async Task Deep_JSON_is_refused(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(new string('[', 3_900), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", HostProcess.AdminKey);
        request.Headers.Add("X-Forwarded-For", "192.0.2.9");
        using var response = await platform.Host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_never_comes_is_given_up()
    {
        var answer = await RawAsync($"POST /v1/track HTTP/1.1\r\nHost: {Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");

        Assert.Matches("^(HTTP/1.1 4..|$)", answer);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do_and_none_tells_what_serves_it()
    {
        foreach (var path in new[] { "/", "/health/live", "/api/viewer", "/a.js", "/graphql" })
        {
            using var response = await platform.Host.Http.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.True(response.Headers.Contains("Referrer-Policy"));
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    private string Authority => new Uri(platform.Host.Address).Authority;

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        var address = new Uri(platform.Host.Address);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request), limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // The server has said its word and closed before it read everything.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
