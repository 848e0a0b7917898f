using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Integration.ReadApi;

public sealed class HttpTransportTests : IAsyncLifetime
{
    private TransportHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await TransportHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, string> Bombs => new()
    {
        { "30,000 repeated fields", "{" + string.Concat(Enumerable.Repeat("hello ", 10_000)) + "}" },
        { "doubled fragments", "{ items { ...f0 } }" + string.Concat(Enumerable.Range(0, 40).Select(i => $" fragment f{i} on Item {{ ...f{i + 1} ...f{i + 1} }}")) + " fragment f40 on Item { number }" },
        { "deep nesting", "{" + string.Concat(Enumerable.Repeat("items {", 40)) + "number" + new string('}', 40) + "}" },
        { "very deep nesting", string.Concat(Enumerable.Repeat("{items", 5_000)) },
        { "a huge document", "{ hello } #" + new string('x', 100_000) },
        { "an alias flood", "{" + string.Concat(Enumerable.Range(0, 100).Select(i => $"a{i}: hello ")) + "}" },
        { "a directive flood", "{ hello " + string.Concat(Enumerable.Repeat("@skip(if: false) ", 3_500)) + "}" },
        { "an argument of many values", "{ hello(name: [" + string.Concat(Enumerable.Repeat("1 ", 20_000)) + "]) }" },
        { "introspection in circles", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }" },
        { "a costly answer", "{ items(first: 1000) { items { items { items { number } } } } }" },
    };

    [Theory, MemberData(nameof(Bombs))]
    public async Task A_document_that_would_keep_us_busy_is_refused_at_once(string what, string document)
    {
        Assert.NotEmpty(what);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var response = await _host.PostAsync(document);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Variables_of_many_values_or_great_depth_are_refused()
    {
        var many = await _host.PostAsync("query ($n: String) { hello(name: $n) }", new { n = Enumerable.Range(0, 20_000) });
        Assert.Equal("DOCUMENT_TOO_COMPLEX", await TransportHost.CodeAsync(many));
        using var deep = new StringContent(
            """{"query":"{hello}","variables":{"a":""" + new string('[', 5_000) + new string(']', 5_000) + "}}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Http.PostAsync(_host.Url, deep, Stop)).StatusCode);
    }

    [Fact]
    public async Task Requests_that_are_none_get_the_right_status()
    {
        using var batch = JsonContent.Create(new[] { new { query = "{hello}" } });
        Assert.Equal("BATCHING_NOT_SUPPORTED", await TransportHost.CodeAsync(await _host.Http.PostAsync(_host.Url, batch, Stop)));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("query", "{hello}")]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _host.Http.PostAsync(_host.Url, form, Stop)).StatusCode);
        using var large = JsonContent.Create(new { query = new string(' ', 300_000) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _host.Http.PostAsync(_host.Url, large, Stop)).StatusCode);
        using var put = await _host.Http.PutAsync(_host.Url, null, Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, put.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _host.PostAsAsync("wrong", "{hello}")).StatusCode);
    }

    [Fact]
    public async Task A_mutation_by_GET_is_refused_even_when_its_document_is_known()
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.PostAsync("mutation { change }")).StatusCode);
        var response = await _host.Http.GetAsync(new Uri(_host.Url, "?query=mutation%20%7B%20change%20%7D"), Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Rules_about_the_viewer_hold_for_known_documents_as_well()
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.PostAsync("{ secret }")).StatusCode);
        Assert.Equal("FORBIDDEN", await TransportHost.CodeAsync(await _host.PostAsAsync("north", "{ secret }")));
        Assert.Equal(HttpStatusCode.OK, (await _host.PostAsync("query ($n: Int!) { items(first: $n) { items { items { number } } } }", new { n = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await _host.PostAsync("query ($n: Int!) { items(first: $n) { items { items { number } } } }", new { n = 100_000 })).StatusCode);
    }

    [Fact]
    public async Task A_viewer_sees_its_own_tenant_and_no_other()
    {
        Assert.Contains("\"south\"", await (await _host.PostAsAsync("south", "{ tenant }")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var foreign = await _host.PostAsAsync("south", "{ tenant }", "north");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal("UNKNOWN_TENANT", await TransportHost.CodeAsync(foreign));
        Assert.Equal("UNKNOWN_TENANT", await TransportHost.CodeAsync(await _host.PostAsAsync("admin", "{ tenant }", "nowhere")));
    }

    [Fact]
    public async Task Pages_of_other_sites_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _host.Url) { Content = JsonContent.Create(new { query = "{hello}" }) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await _host.Http.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task What_failed_inside_is_not_told()
    {
        var text = await (await _host.PostAsync("{ boom }")).Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("INTERNAL_ERROR", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explorers_get_what_they_ask_of_directives_and_types()
    {
        var response = await _host.PostAsync("{ __schema { directives { name isRepeatable args(includeDeprecated: true) { name } } types { specifiedByURL "
            + "fields(includeDeprecated: true) { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } }");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False((await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Fifty_items_load_their_owners_at_once()
    {
        Assert.Equal(HttpStatusCode.OK, (await _host.PostAsync("{ items { owner { name } items { owner { name } } } }")).StatusCode);
        Assert.InRange(_host.Probe.Fetches, 1, 2);
        Assert.Equal(10, _host.Probe.LargestBatch);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_cancelled_down_to_the_store()
    {
        await using var host = await TransportHost.StartAsync(("QueryTimeout", "00:00:01"));
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("{ hello }")).StatusCode); // the first question pays for the schema
        var response = await host.PostAsync("{ slow }");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("TIMEOUT", await TransportHost.CodeAsync(response));
        await host.Probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Fact]
    public async Task Known_documents_run_by_their_hash_and_others_can_be_refused()
    {
        const string Document = "{ hello }";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "documents.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, string> { [hash] = Document }), Stop);
        await using var host = await TransportHost.StartAsync(("PersistedDocuments", file), ("OnlyPersistedDocuments", "true"));

        Assert.Equal(HttpStatusCode.OK, (await host.Http.PostAsJsonAsync(host.Url, new { documentId = hash }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync(new Uri(host.Url, $"?documentId=sha256:{hash}"), Stop)).StatusCode);
        Assert.Equal("ONLY_PERSISTED_DOCUMENTS", await TransportHost.CodeAsync(await host.PostAsync(Document)));
        Assert.Equal("PERSISTED_DOCUMENT_NOT_FOUND", await TransportHost.CodeAsync(
            await host.Http.PostAsJsonAsync(host.Url, new { documentId = new string('0', 64) }, Stop)));
    }
}
