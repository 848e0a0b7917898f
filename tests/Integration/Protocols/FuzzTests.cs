namespace Platform.Tests.Integration.Protocols;

public class FuzzTests(PlatformFixture platform)
{
    private static readonly int[] Seeds = [3, 30, 300, 3_000, 30_000];

    [Fact]
    public async Task No_request_that_resembles_a_clients_causes_an_error_of_ours()
    {
        await platform.Host.RunAsync("tenant", "add", "demo", "--write-key", "demo");
        var statuses = new Dictionary<int, long>();
        foreach (var seed in Seeds)
        {
            using var fuzz = new ProtocolFuzz(platform.Host, seed);
            foreach (var (status, count) in await fuzz.RunAsync(600, atOnce: 16, TestContext.Current.CancellationToken))
                statuses[status] = statuses.GetValueOrDefault(status) + count;
            Assert.Empty(fuzz.Failures);
        }

        Assert.True(statuses.GetValueOrDefault(200) > 500, string.Join(", ", statuses));
        Assert.True(statuses.GetValueOrDefault(400) > 150, string.Join(", ", statuses));
    }

    [Theory]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"number":1e999}""")]
    public async Task Data_of_a_binary_CloudEvent_that_cannot_be_stored_is_refused_and_kept(string data)
    {
        var tenant = await platform.Host.AddTenantAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/cloudevents?key={tenant}") { Content = new StringContent(data) };
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("id", "1"), ("source", "/shop"), ("type", "bought") })
            request.Headers.Add("ce-" + name, value);
        using var response = await platform.Host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Malformed", await platform.Host.ScalarAsync<string>($"select data ->> 'reason' from mt_doc_deadletter where tenant_id = '{tenant}'"));
    }

    [Fact]
    public async Task Requests_as_captured_are_taken_and_a_second_time_change_nothing_that_has_an_id()
    {
        const string tenant = "demo";
        await platform.Host.RunAsync("tenant", "add", tenant, "--write-key", tenant);
        var withIds = CapturedRequest.All.Where(request => request.Path.StartsWith("/v1/batch", StringComparison.Ordinal) || request.Path.StartsWith("/batch/", StringComparison.Ordinal)).ToList();
        Assert.True(withIds.Count >= 3);
        var counts = new List<long>();
        for (var time = 0; time < 2; time++)
        {
            foreach (var captured in withIds)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, captured.Path) { Content = new ByteArrayContent(captured.Body) };
                foreach (var (name, value) in captured.Headers.Where(header => header.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)))
                    request.Headers.TryAddWithoutValidation(name, value);
                using var response = await platform.Host.Http.SendAsync(request);
                Assert.True(response.IsSuccessStatusCode, $"{captured.Path}: {await response.Content.ReadAsStringAsync()}");
            }
            counts.Add(await platform.Host.ScalarAsync<long>($"select count(distinct id) from mt_events where tenant_id = '{tenant}' and data #>> '{{origin,library}}' like '%-node%'"));
        }
        Assert.True(counts[0] >= 10, $"{counts[0]}");
        Assert.Equal(counts[0], counts[1]);
    }
}
