using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Platform.Tests.Integration.Health;

/// <summary>A database that is there and cannot store, or is not there: clients are told to come again, the host says why, and goes on by itself.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private HostProcess _host = null!;
    private string _tenant = "";

    public async ValueTask InitializeAsync()
    {
        _host = await HostProcess.StartAsync();
        _tenant = await _host.AddTenantAsync();
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_full_disk()
    {
        // What the server says when it cannot extend a file.
        await DoAsync("""
            create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
            create trigger full_disk before insert on ingest.message_ids execute function full_disk()
            """);
        var waiting = SendAsync("first");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await waiting).Status); // it waited for a while, and is not left waiting
        var (status, again) = await SendAsync("second");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (status, again)); // at the door
        var store = await CheckAsync("store");
        Assert.Equal("Unhealthy", store.GetProperty("status").GetString());
        Assert.Contains("disk of the database is full", store.GetProperty("description").GetString(), StringComparison.Ordinal);

        await DoAsync("drop trigger full_disk on ingest.message_ids");
        await StoredAsync("first", "second");
    }

    [Fact]
    public async Task No_connection_left()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("before")).Status); // the source is known from now on
        var foreign = new List<NpgsqlConnection>();
        try
        {
            await HostProcess.UntilAsync(async () =>
            {
                await TakeAllAsync(foreign);
                return await SendAsync("first") is (HttpStatusCode.ServiceUnavailable, true);
            });
            await HostProcess.UntilAsync(async () =>
            {
                await TakeAllAsync(foreign);
                return (await CheckAsync("store")).GetProperty("status").GetString() == "Unhealthy";
            });
            Assert.Contains("no connection left", (await CheckAsync("store")).GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Equal("Unhealthy", (await CheckAsync("database")).GetProperty("status").GetString());
            await AskUntilAwayAsync();
        }
        finally
        {
            foreach (var connection in foreign)
                await connection.DisposeAsync();
        }
        await StoredAsync("before", "first");
    }

    // What is asked of the database is answered 503 as well, in words for programs and for people.
    private async Task AskUntilAwayAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ tenants { id } }" }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.AdminKey);
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("UNAVAILABLE", body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Contains("database cannot be reached", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private async Task StoredAsync(params string[] ids)
    {
        foreach (var id in ids)
            await HostProcess.UntilAsync(async () => (await SendAsync(id)).Status == HttpStatusCode.OK);
        await HostProcess.UntilAsync(async () => (await _host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        Assert.Equal(ids.LongLength, await _host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{_tenant}'"));
    }

    private async Task<(HttpStatusCode Status, bool Again)> SendAsync(string id)
    {
        using var answer = await _host.BatchAsync(_tenant, [new { type = "track", @event = "x", messageId = id, userId = "u" }]);
        return (answer.StatusCode, answer.Headers.RetryAfter is not null);
    }

    private async Task<JsonElement> CheckAsync(string name)
    {
        using var ready = await _host.Http.GetAsync("/health/ready");
        return (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty(name);
    }

    private async Task DoAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Everything that is free, and what the host has.
    private async Task TakeAllAsync(List<NpgsqlConnection> taken)
    {
        var address = new NpgsqlConnectionStringBuilder(_host.ConnectionString) { Pooling = false, ApplicationName = "greedy" }.ConnectionString;
        for (var round = 0; round < 2; round++)
        {
            await TakeFreeAsync(address, taken);
            await using var end = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'greedy'", taken[0]);
            await end.ExecuteNonQueryAsync();
        }
        await TakeFreeAsync(address, taken);
    }

    private static async Task TakeFreeAsync(string address, List<NpgsqlConnection> taken)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(address);
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }
}
