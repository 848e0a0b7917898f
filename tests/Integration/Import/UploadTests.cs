using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Platform.Tests.Integration.Import;

public sealed class UploadTests : IAsyncLifetime
{
    private const int Rows = 30_000;
    private const string Everything = "{ imports { id file format state bytes bytesRead lines accepted leftOut problem refused { reason count } } }";

    private HostProcess _host = null!;

    public async ValueTask InitializeAsync() => _host = await HostProcess.StartAsync(settings: new() { ["Ingest__MaxUploadMb"] = "4" });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_upload_is_paused_resumed_and_killed_and_each_of_its_rows_is_stored_once()
    {
        var tenant = await _host.AddTenantAsync();
        var file = string.Join('\n', ["when,customer,event,price", .. Enumerable.Range(0, Rows).Select(n =>
            string.Create(CultureInfo.InvariantCulture, $"{(n % 100 == 7 ? "never" : DateTime.UnixEpoch.AddDays(18_000).AddSeconds(n).ToString("O", CultureInfo.InvariantCulture))},c{n % 300},Bought,{n}"))]);
        var taken = await UploadAsync(tenant, "csv", "orders.csv", file, "timestamp=when,userId=customer");
        Assert.Equal(HttpStatusCode.Accepted, taken.Status);
        var id = taken.Body.GetProperty("id").GetString();

        await HostProcess.UntilAsync(async () => (await ImportAsync(tenant)).GetProperty("lines").GetInt64() > 0);
        await _host.AskAsync(tenant, "mutation ($id: ID!) { pauseImport(id: $id) { state } }", new { id });
        var paused = await StandingAsync(tenant);
        Assert.Equal("PAUSED", paused.GetProperty("state").GetString());
        var lines = paused.GetProperty("lines").GetInt64();
        Assert.InRange(lines, 1_000, Rows - 1);
        Assert.Equal(lines, await CountAsync(tenant) + await LettersAsync(tenant));
        Assert.InRange(paused.GetProperty("bytesRead").GetInt64(), 1, paused.GetProperty("bytes").GetInt64());

        await _host.AskAsync(tenant, "mutation ($id: ID!) { resumeImport(id: $id) { state } }", new { id });
        await HostProcess.UntilAsync(async () => await CountAsync(tenant) > lines);
        await _host.KillAndStartAgainAsync();
        await HostProcess.UntilAsync(async () => (await ImportAsync(tenant)).GetProperty("state").GetString() == "COMPLETED");

        var done = await ImportAsync(tenant);
        Assert.Equal(("orders.csv", "csv", Rows, Rows - Rows / 100), (done.GetProperty("file").GetString(), done.GetProperty("format").GetString(), done.GetProperty("lines").GetInt64(), done.GetProperty("accepted").GetInt64()));
        Assert.Equal(("MALFORMED", Rows / 100), (done.GetProperty("refused")[0].GetProperty("reason").GetString(), done.GetProperty("refused")[0].GetProperty("count").GetInt64()));
        Assert.Equal((Rows - Rows / 100, Rows / 100), (await CountAsync(tenant), await LettersAsync(tenant)));
        await HostProcess.UntilAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(_host.Data, "imports")).Length == 0));
        Assert.Equal(0, await _host.ScalarAsync<long>($"select coalesce(sum(events), 0)::bigint from ingest.counts where tenant = '{tenant}' and kind = 'late'"));

        Assert.True((await UploadAsync(tenant, "csv", "again.csv", file, "timestamp=when,userId=customer")).Body.GetProperty("completedBefore").GetBoolean());
        await RefusedAsync("The import is complete.", () => _host.AskAsync(tenant, "mutation ($id: ID!) { pauseImport(id: $id) { state } }", new { id }));
        await RefusedAsync("There is no such import.", async () => await _host.AskAsync(await _host.AddTenantAsync(), "mutation ($id: ID!) { resumeImport(id: $id) { state } }", new { id }));
    }

    [Fact]
    public async Task What_cannot_be_imported_is_said_and_leaves_nothing()
    {
        var tenant = await _host.AddTenantAsync();
        Assert.Equal((HttpStatusCode.BadRequest, "The format 'xml' is not known; use apache, nasa-tsv, jsonl, segment, posthog, umami, plausible, ga4, csv."), Said(await UploadAsync(tenant, "xml", "a.xml", "x")));
        Assert.Equal((HttpStatusCode.BadRequest, "The file needs a name of at most 200 characters."), Said(await UploadAsync(tenant, "csv", "", "x")));
        Assert.StartsWith("'when' maps nothing", Said(await UploadAsync(tenant, "csv", "a.csv", "x", "when")).Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "There is no such tenant, or you may not see it."), Said(await UploadAsync("nobody", "csv", "a.csv", "x")));
        var large = new string('x', 5 * 1024 * 1024);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await UploadAsync(tenant, "csv", "a.csv", large)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await UploadAsync(tenant, "csv", "a.csv", large, chunked: true)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await UploadAsync(tenant, "csv", "a.csv", "x", origin: "https://elsewhere.example")).Status);
        Assert.Empty((await _host.AskAsync(tenant, Everything)).GetProperty("imports").EnumerateArray());

        // Not one dead letter for each line of a file that is something else.
        await UploadAsync(tenant, "segment", "../../table.csv", string.Join('\n', Enumerable.Range(0, 2_000).Select(n => $"{n},page,/x")));
        await UploadAsync(tenant, "umami", "broken.zip", "PK\u0003\u0004 and nothing more");
        await HostProcess.UntilAsync(async () => (await _host.AskAsync(tenant, Everything)).GetProperty("imports").EnumerateArray().Count(import => import.GetProperty("state").GetString() == "FAILED") == 2);
        var failed = (await _host.AskAsync(tenant, Everything)).GetProperty("imports").EnumerateArray().ToDictionary(import => import.GetProperty("file").GetString()!, import => import.GetProperty("problem").GetString()!);
        Assert.StartsWith("None of its first 1000 lines can be read as segment: It is not ", failed["table.csv"], StringComparison.Ordinal);
        Assert.True(failed.ContainsKey("broken.zip"));
        Assert.Equal(0, await LettersAsync(tenant));
        await HostProcess.UntilAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(_host.Data, "imports")).Length == 0));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> UploadAsync(string tenant, string format, string file, string content, string map = "", bool chunked = false, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/imports?format={format}&file={Uri.EscapeDataString(file)}&map={Uri.EscapeDataString(map)}") { Content = new StringContent(content) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.AdminKey);
        request.Headers.Add("X-Tenant", tenant);
        request.Headers.TransferEncodingChunked = chunked;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    // Until it has stopped: the batch at hand is still stored.
    private async Task<JsonElement> StandingAsync(string tenant)
    {
        var before = -1L;
        await HostProcess.UntilAsync(async () => before == (before = (await ImportAsync(tenant)).GetProperty("lines").GetInt64()) && await CountAsync(tenant) + await LettersAsync(tenant) == before);
        return await ImportAsync(tenant);
    }

    private async Task<JsonElement> ImportAsync(string tenant) => (await _host.AskAsync(tenant, Everything)).GetProperty("imports")[0];

    private static (HttpStatusCode Status, string Message) Said((HttpStatusCode Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("message").GetString()!);

    private static async Task RefusedAsync(string reason, Func<Task> attempt) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidOperationException>(attempt)).Message, StringComparison.Ordinal);

    private Task<long> LettersAsync(string tenant) => _host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}'");

    private Task<long> CountAsync(string tenant) => _host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");
}
