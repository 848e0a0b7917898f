using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Tests.Integration.Sources;

public class SourceTests(PlatformFixture platform)
{
    private const string Change = """
        mutation ($enabled: Boolean!, $perMinute: Int, $perMonth: Long, $origins: [String!], $filters: [EventFilterInput!]) {
          changeSource(name: "web", input: { enabled: $enabled, eventsPerMinute: $perMinute, eventsPerMonth: $perMonth, allowedOrigins: $origins, filters: $filters }) { name }
        }
        """;

    [Fact]
    public async Task No_more_than_the_quota_is_ever_stored_however_many_nodes_and_senders_there_are()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await platform.Host.AskAsync(tenant, Change, new { enabled = true, perMonth = 300L });
        await using var second = await HostProcess.StartAsync(settings: new() { ["ConnectionStrings__Postgres"] = platform.Host.ConnectionString });
        await SettledAsync(tenant, 300, platform.Host, second);
        var answers = new ConcurrentBag<HttpStatusCode>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 80), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (batch, _) =>
        {
            using var response = await (batch % 2 == 0 ? platform.Host : second).BatchAsync(tenant, Events(batch * 7, 7));
            answers.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 31 * 86_400);
            else
                Assert.Equal("300", response.Headers.GetValues("RateLimit-Limit").Single());
        });

        Assert.Equal(300, await StoredAsync(tenant));
        Assert.Equal((300, 0), await MonthAsync(tenant));
        Assert.Equal(new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.TooManyRequests }, [.. answers]);
        // Whatever was answered 200 is stored: the same ids again, with room for them, add only those that were refused.
        await platform.Host.AskAsync(tenant, Change, new { enabled = true, perMonth = 10_000L });
        await SettledAsync(tenant, 10_000, platform.Host);
        for (var batch = 0; batch < 80; batch++)
            using (var response = await platform.Host.BatchAsync(tenant, Events(batch * 7, 7)))
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(560, await StoredAsync(tenant));
        Assert.Equal((560, 9_440), await MonthAsync(tenant));
    }

    [Fact]
    public async Task A_limit_a_minute_is_told_in_the_headers()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await platform.Host.AskAsync(tenant, Change, new { enabled = true, perMinute = 10_000 });
        await SettledAsync(tenant, 10_000, platform.Host);

        using var response = await platform.Host.BatchAsync(tenant, Events(0, 5));
        Assert.InRange(int.Parse(response.Headers.GetValues("RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture), 9_990, 9_995);
        Assert.Equal("\"minute\";q=10000;w=60", response.Headers.GetValues("RateLimit-Policy").Single());
    }

    [Fact]
    public async Task What_a_source_may_not_send_becomes_a_dead_letter_that_says_why()
    {
        var tenant = await platform.Host.AddTenantAsync();
        await platform.Host.AskAsync(tenant, Change, new { enabled = true, perMinute = 5_000, origins = new[] { "https://shop.example" }, filters = new[] { new { @event = "noise", property = (string?)null, value = (string?)null } } });
        await SettledAsync(tenant, 5_000, platform.Host);

        Assert.Equal(HttpStatusCode.OK, await TrackAsync(tenant, "kept", "https://shop.example"));
        Assert.Equal(HttpStatusCode.OK, await TrackAsync(tenant, "foreign", "https://evil.example"));
        Assert.Equal(HttpStatusCode.OK, await TrackAsync(tenant, "noise", null));
        await platform.Host.AskAsync(tenant, Change, new { enabled = false });
        await HostProcess.UntilAsync(async () => await TrackAsync(tenant, "late", null) == HttpStatusCode.Unauthorized);

        var letters = (await platform.Host.AskAsync(tenant, "{ deadLetters { nodes { reason message } } }")).GetProperty("deadLetters").GetProperty("nodes").EnumerateArray()
            .Select(letter => (letter.GetProperty("reason").GetString()!, letter.GetProperty("message").GetString()!)).ToList();
        Assert.Contains(letters, letter => letter.Item1 == "BLOCKED" && letter.Item2.Contains("https://evil.example", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Item1 == "BLOCKED" && letter.Item2.Contains("'noise'", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Item1 == "UNKNOWN_SOURCE" && letter.Item2.Contains("disabled", StringComparison.Ordinal));
        Assert.Equal(1, await platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and data ->> 'action' = 'kept'"));
    }

    [Fact]
    public async Task A_new_key_works_and_the_old_one_only_as_long_as_it_may()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var added = await platform.Host.AskAsync(tenant, """mutation { addSource(name: "app") { name writeKey enabled } }""");
        var first = added.GetProperty("addSource").GetProperty("writeKey").GetString()!;
        var kept = await RotateAsync(tenant, "PT1H");
        await HostProcess.UntilAsync(async () => await TrackAsync(kept, "x", null) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await TrackAsync(first, "x", null));

        var last = await RotateAsync(tenant, "PT0S");
        await HostProcess.UntilAsync(async () => await TrackAsync(last, "x", null) == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await TrackAsync(kept, "x", null));
        Assert.Equal(HttpStatusCode.OK, await TrackAsync(first, "x", null));
    }

    [Fact]
    public async Task The_counters_are_what_a_recount_gives_also_after_the_host_was_killed()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        var random = new Random(3);
        for (var round = 0; round < 3; round++)
        {
            var acknowledged = 0;
            var enough = new TaskCompletionSource();
            var killAt = random.Next(3, 30);
            var sending = Parallel.ForEachAsync(Enumerable.Range(0, 60), async (_, _) =>
            {
                try
                {
                    using var response = await host.BatchAsync(tenant, Events(random.Next(400), 20).Append(new { type = "track", anonymousId = "a" }));
                    if (Interlocked.Increment(ref acknowledged) == killAt)
                        enough.SetResult();
                }
                catch (HttpRequestException)
                {
                    // The host was killed meanwhile.
                }
            });
            await enough.Task;
            host.Kill();
            await sending;
            await host.StartAgainAsync();
        }

        var counted = $"(select coalesce(sum(events), 0)::bigint from ingest.counts where tenant = '{tenant}' and kind = ";
        Assert.Equal(await host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'"), await host.ScalarAsync<long>($"select {counted} 'stored')"));
        Assert.Equal(await host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}'"), await host.ScalarAsync<long>($"select {counted} 'dropped')"));
        Assert.Equal(await host.ScalarAsync<long>($"select {counted} 'stored')"), await host.ScalarAsync<long>($"select sum(events)::bigint from ingest.usage_month where tenant = '{tenant}'"));
    }

    private static IEnumerable<object> Events(int from, int count) =>
        Enumerable.Range(from, count).Select(id => (object)new { type = "track", @event = "x", anonymousId = $"v{id % 11}", messageId = $"m{id}" });

    // A change is known to every node within seconds; an event without a name is stored nowhere and tells the limit.
    private static async Task SettledAsync(string tenant, int limit, params HostProcess[] hosts)
    {
        foreach (var host in hosts)
            await HostProcess.UntilAsync(async () =>
            {
                using var probe = await host.BatchAsync(tenant, [new { type = "track", anonymousId = "a" }]);
                return probe.Headers.TryGetValues("RateLimit-Limit", out var told) && told.Single() == limit.ToString(System.Globalization.CultureInfo.InvariantCulture);
            });
    }

    private async Task<HttpStatusCode> TrackAsync(string key, string name, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = JsonContent.Create(new { @event = name, anonymousId = "a", writeKey = key }) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var response = await platform.Host.Http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<string> RotateAsync(string tenant, string keepOldFor) =>
        (await platform.Host.AskAsync(tenant, "mutation ($keep: Duration) { rotateWriteKey(name: \"app\", keepOldFor: $keep) { writeKey } }", new { keep = keepOldFor }))
            .GetProperty("rotateWriteKey").GetProperty("writeKey").GetString()!;

    private Task<long> StoredAsync(string tenant) => platform.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private async Task<(long, long)> MonthAsync(string tenant)
    {
        var usage = (await platform.Host.AskAsync(tenant, "{ sources { usage { eventsThisMonth leftThisMonth } } }")).GetProperty("sources")[0].GetProperty("usage");
        return (usage.GetProperty("eventsThisMonth").GetInt64(), usage.GetProperty("leftThisMonth").GetInt64());
    }
}
