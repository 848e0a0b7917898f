using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Platform.Tests.Integration.Ingest;

public class CollectTests(PlatformFixture platform)
{
    [Fact]
    public async Task An_event_is_stored_once_however_often_and_at_once_it_is_sent()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var random = new Random(7);
        var sends = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 50).Select(_ => random.Next(300)).ToList()).ToList();

        await Parallel.ForEachAsync(sends, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (ids, _) =>
        {
            using var response = await platform.Host.BatchAsync(tenant, ids.Select(id => (object)new { type = "track", @event = "x", anonymousId = $"v{id % 9}", messageId = $"m{id}" }));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        });

        Assert.Equal(sends.SelectMany(ids => ids).Distinct().Count(), await CountAsync(tenant));
        Assert.Equal(0, await platform.Host.ScalarAsync<long>($"select count(*) - count(distinct id) from mt_events where tenant_id = '{tenant}'"));
    }

    [Fact]
    public async Task A_bad_event_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        var tenant = await platform.Host.AddTenantAsync();
        const string body = """
            {"batch":[
              {"type":"page","anonymousId":"a","properties":{"path":"/1"}},
              {"type":"track","anonymousId":"a"},
              {"type":"page","anonymousId":"a","properties":{"n":1e999}},
              {"type":"page","anonymousId":"a","properties":{"t":"\u0000"}},
              {"type":"page","anonymousId":"a","properties":{"t":"\ud800"}},
              {"type":"page","anonymousId":"a","timestamp":"2999-01-01T00:00:00Z"},
              {"type":"page","anonymousId":"a","timestamp":"yesterday"},
              "text", 7, null,
              {"type":"page","anonymousId":"a","properties":{"path":"/2"}}]}
            """;
        using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new StringContent(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, await CountAsync(tenant));
        var letters = (await platform.Host.AskAsync(tenant, "{ deadLetters { totalCount nodes { reason message } } }")).GetProperty("deadLetters");
        Assert.True(letters.GetProperty("totalCount").GetInt64() >= 9);
        Assert.Contains(letters.GetProperty("nodes").EnumerateArray(), letter => letter.GetProperty("reason").GetString() == "FUTURE_TIMESTAMP");
    }

    [Theory]
    [InlineData("/v1/track", "{", 400)]
    [InlineData("/v1/track", "[]", 400)]
    [InlineData("/v1/track", "", 400)]
    [InlineData("/v1/batch", "{}", 400)]
    [InlineData("/v1/batch", """{"batch":{}}""", 400)]
    [InlineData("/v1/track", """{"anonymousId":"a"}""", 400)]
    [InlineData("/v1/track", """{"event":"x","anonymousId":{"a":1}}""", 400)]
    [InlineData("/v1/identify", """{"traits":{}}""", 400)]
    [InlineData("/v1/track/", """{"event":"x","anonymousId":"a"}""", 200)]
    [InlineData("/v1/page", """{"anonymousId":"a","__proto__":{"x":1},"a":1,"a":2}""", 200)]
    public async Task Each_request_gets_the_right_status_and_says_what_to_change(string path, string body, int status)
    {
        var tenant = await platform.Host.AddTenantAsync("bad-input");
        using var response = await platform.Host.CollectAsync(path, tenant, new StringContent(body, Encoding.UTF8, "text/plain"));

        Assert.Equal(status, (int)response.StatusCode);
        if (status != 200)
            Assert.True((await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("message").GetString()!.Length > 10);
    }

    [Fact]
    public async Task Unknown_keys_large_bodies_and_gzip_bombs_are_refused()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var unknown = await platform.Host.CollectAsync("/v1/track", "nobody", new StringContent("""{"event":"x","userId":"u"}"""));
        using var large = await platform.Host.CollectAsync("/v1/track", tenant, new ByteArrayContent(new byte[600_000]));
        using var wide = await platform.Host.CollectAsync("/v1/track", tenant, JsonContent.Create(new { @event = "x", userId = "u", properties = new { text = new string('x', 40_000) } }));
        using var many = await platform.Host.BatchAsync(tenant, Enumerable.Range(0, 2_501).Select(_ => (object)new { }));
        using var bomb = await platform.Host.CollectAsync("/v1/batch", tenant, new ByteArrayContent(Gzip(new byte[50_000_000])));

        Assert.Equal([401, 413, 413, 400, 413], new[] { unknown, large, wide, many, bomb }.Select(response => (int)response.StatusCode));
        Assert.Equal(0, await CountAsync(tenant));
    }

    [Fact]
    public async Task Gzip_is_told_by_its_bytes_whatever_the_label_says()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var response = await platform.Host.CollectAsync("/v1/track", tenant, new ByteArrayContent(Gzip("""{"event":"x","userId":"u"}"""u8.ToArray())));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, await CountAsync(tenant));
    }

    [Fact]
    public async Task Browsers_of_any_origin_may_send_and_see_their_origin_mirrored()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var response = await platform.Host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("https://shop.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Credentials")));
    }

    [Fact]
    public async Task No_address_is_stored_anywhere()
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/page") { Content = JsonContent.Create(new { writeKey = tenant, properties = new { path = "/x" } }) };
        request.Headers.Add("X-Forwarded-For", "203.0.113.77");
        using var response = await platform.Host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var found = await platform.Host.ScalarAsync<long>(
            "select count(*) from mt_events where data::text like '%203.0.113.77%'") + await platform.Host.ScalarAsync<long>(
            "select count(*) from mt_doc_deadletter where data::text like '%203.0.113.77%'");
        Assert.Equal(0, found);
        Assert.Equal(1, await CountAsync(tenant));
    }

    private Task<long> CountAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
