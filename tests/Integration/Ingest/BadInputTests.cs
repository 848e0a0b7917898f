using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Integration.Ingest;

public class BadInputTests(PlatformFixture platform)
{
    public static TheoryData<string, string, int> Bodies { get; } = new()
    {
        { "no JSON", "{\"batch\":[", 400 },
        { "JSON of UTF-16", "\0{\0}\0", 400 },
        { "not an object", "[1]", 400 },
        { "nested beyond reading", "{\"batch\":" + new string('[', 600) + new string(']', 600) + "}", 400 },
        { "half a character in a name", """{"\ud800":1,"batch":[]}""", 200 },
        { "half a character in a name after the batch", """{"batch":[{"type":"page"}],"b\udfff":1}""", 400 },
        { "half a character in the shared context", """{"context":{"locale":"\ud800"},"batch":[{"type":"page"}]}""", 400 },
        { "a batch that is none", """{"batch":"x"}""", 400 },
        { "a time of sending that is none", """{"sentAt":"soon","batch":[{"type":"page"}]}""", 400 },
        { "a time of sending of the wrong type", """{"sentAt":[],"batch":[{"type":"page"}]}""", 400 },
        { "an empty batch", """{"batch":[]}""", 200 },
        { "a context that is none", """{"context":7,"batch":[{"type":"page","anonymousId":"a"}]}""", 200 },
    };

    /// <summary>An event that must not be stored, and the reason that its dead letter must have.</summary>
    private static readonly (string Event, string Reason)[] BadEvents =
    [
        ("null", "Malformed"), ("7", "Malformed"), ("\"text\"", "Malformed"), ("[]", "Malformed"), ("{}", "Malformed"),
        ("""{"type":"nonsense","anonymousId":"a"}""", "Malformed"),
        ("""{"type":["page"],"anonymousId":"a"}""", "Malformed"),
        ("""{"type":"track","anonymousId":"a"}""", "Malformed"),
        ("""{"type":"track","anonymousId":"a","event":""}""", "Malformed"),
        ("""{"type":"track","anonymousId":"a","event":{"name":"x"}}""", "Malformed"),
        ("""{"type":"identify"}""", "Malformed"),
        ("""{"type":"alias","userId":"u"}""", "Malformed"),
        ("""{"type":"group","userId":"u"}""", "Malformed"),
        ("""{"type":"page","anonymousId":true}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":[1,2]}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":"x"}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","timestamp":"yesterday"}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","timestamp":1764000000}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","timestamp":"-0044-03-15T00:00:00Z"}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","timestamp":"1066-10-14T00:00:00Z"}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","timestamp":"2999-01-01T00:00:00Z"}""", "FutureTimestamp"),
        ("""{"type":"page","anonymousId":"a","timestamp":"9999-12-31T23:59:59Z","sentAt":"0001-01-01T00:00:00Z"}""", "FutureTimestamp"),
        ("""{"type":"page","anonymousId":"a","properties":{"t":"a\u0000b"}}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":{"\u0000":1}}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":{"t":"\ud83d"}}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":{"n":1e400}}""", "Malformed"),
        ("""{"type":"page","anonymousId":"a","properties":{"n":-1e400}}""", "Malformed"),
        ("{\"type\":\"page\",\"anonymousId\":\"a\",\"properties\":{\"n\":" + new string('9', 2_000) + "}}", "Malformed"),
        ("{\"type\":\"page\",\"anonymousId\":\"" + new string('a', 1_000) + "\"}", "Malformed"),
        ("{\"type\":\"track\",\"anonymousId\":\"a\",\"event\":\"" + new string('e', 1_000) + "\"}", "Malformed"),
        ("{\"type\":\"page\",\"anonymousId\":\"a\",\"properties\":{\"t\":\"" + new string('x', 40_000) + "\"}}", "TooLarge"),
        ("{\"type\":\"page\",\"anonymousId\":\"a\",\"properties\":{\"d\":" + new string('[', 100) + new string(']', 100) + "}}", "TooLarge"),
        ("{\"type\":\"page\",\"anonymousId\":\"a\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 10_000).Select(n => $"\"{n.ToString("x", CultureInfo.InvariantCulture)}\":0")) + "}}", "TooLarge"),
        ("""{"type":"page","anonymousId":"a","context":{"userAgent":"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}""", "Bot"),
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_request_gets_the_right_status_and_says_what_to_change(string what, string body, int status)
    {
        var tenant = await platform.Host.AddTenantAsync("bad-bodies");
        using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new StringContent(body, Encoding.UTF8, "text/plain"));

        Assert.True(status == (int)response.StatusCode, $"{what}: {response.StatusCode}");
        if (status != 200)
            Assert.True(JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("message").GetString()!.Length > 10);
    }

    [Fact]
    public async Task Every_bad_event_is_a_dead_letter_with_its_reason_and_payload_and_every_neighbour_is_stored()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var good = 0;
        foreach (var chunk in BadEvents.Chunk(6)) // within the limit of a request
        {
            var events = chunk.SelectMany(bad => new[] { bad.Event, $$"""{ "type": "page", "messageId": "good-{{good++}}", "anonymousId": "a", "properties": { "path": "/" } }""" });
            using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new StringContent("{\"batch\":[" + string.Join(',', events) + "]}"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Equal(good, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"));

        var nodes = await LettersAsync(tenant);
        Assert.Equal(BadEvents.Select(bad => bad.Reason).Order(), nodes.Select(letter => letter.GetProperty("reason").GetString()!).Order());
        Assert.All(nodes, letter => Assert.True(letter.GetProperty("message").GetString()!.Length > 10));
        // A payload that can be kept is kept as it was.
        var kept = nodes.Select(letter => JsonSerializer.Serialize(letter.GetProperty("payload"))).ToHashSet();
        Assert.All(["7", "\"text\"", "[]", "{}"], payload => Assert.Contains(payload, kept));
        Assert.Contains(nodes, letter => letter.GetProperty("payload").ValueKind == JsonValueKind.Object && letter.GetProperty("payload").TryGetProperty("timestamp", out var at) && at.GetRawText() == "\"2999-01-01T00:00:00Z\"");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_cost_only_their_own_event()
    {
        var tenant = await platform.Host.AddTenantAsync();
        byte[] body = [.. "{\"batch\":[{\"type\":\"page\",\"anonymousId\":\"a\",\"properties\":{\"t\":\""u8, 0xC3, 0x28, .. "\"}},{\"type\":\"page\",\"anonymousId\":\"a\"}]}"u8];
        using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new ByteArrayContent(body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"));
        Assert.Equal(1, await platform.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}'"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_not_compressed_as_it_says_is_refused(string encoding)
    {
        var tenant = await platform.Host.AddTenantAsync("bad-bodies");
        using var content = new ByteArrayContent([0x1F, 0x8B, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await platform.Host.CollectAsync("/v1/batch", tenant, content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Bombs_and_large_bodies_at_once_leave_the_hosts_memory_as_it_was()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var bomb = Bomb();
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (number, _) =>
        {
            using var response = await platform.Host.CollectAsync("/v1/batch", tenant, new ByteArrayContent(number % 2 == 0 ? bomb : new byte[600_000]));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        });
        using var host = System.Diagnostics.Process.GetProcessById(platform.Host.Id);

        Assert.InRange(host.WorkingSet64, 1, 900L * 1_048_576); // thirty bombs of 100 MB each would be three gigabytes
    }

    [Fact]
    public async Task An_event_that_the_store_itself_refuses_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await platform.Host.ScalarAsync<long>(
            $"""
            create function refuse_{tenant}() returns trigger language plpgsql as $$ begin raise exception 'this one never'; end $$;
            create trigger refuse_{tenant} before insert on mt_events for each row when (new.tenant_id = '{tenant}' and new.data #>> '{"{origin,messageId}"}' = 'poison') execute function refuse_{tenant}();
            select 1::bigint
            """);
        try
        {
            using var response = await platform.Host.BatchAsync(tenant,
                Enumerable.Range(0, 50).Select(n => (object)new { type = "page", anonymousId = $"v{n % 3}", messageId = n == 25 ? "poison" : $"m{n}" }));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(49, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"));
            var letter = Assert.Single(await LettersAsync(tenant));
            Assert.Equal("ProcessingFailed", letter.GetProperty("reason").GetString());
            Assert.Contains("this one never", letter.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains("poison", letter.GetProperty("payload").ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await platform.Host.ScalarAsync<long>($"drop trigger refuse_{tenant} on mt_events; drop function refuse_{tenant}(); select 1::bigint");
        }
    }

    [Fact]
    public async Task What_comes_with_an_unknown_key_is_kept_for_administrators()
    {
        var key = $"nobody-{Guid.CreateVersion7():N}";
        using var response = await platform.Host.CollectAsync("/v1/track", key, new StringContent($$"""{"event":"x","userId":"{{key}}"}"""));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("UnknownSource", await platform.Host.ScalarAsync<string>($"select data ->> 'reason' from mt_doc_deadletter where data #>> '{"{payload,userId}"}' = '{key}'"));
    }

    private async Task<List<JsonElement>> LettersAsync(string tenant) =>
        [.. JsonElement.Parse(await platform.Host.ScalarAsync<string>($"select coalesce(json_agg(data), '[]')::text from mt_doc_deadletter where tenant_id = '{tenant}'")).EnumerateArray()];

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var megabyte = 0; megabyte < 100; megabyte++)
                gzip.Write(new byte[1_048_576]);
        return packed.ToArray();
    }
}
