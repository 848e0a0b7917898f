using System.Collections.Concurrent;
using System.Net;

namespace Platform.Tests.Integration.Host;

public class CrashTests
{
    private const int Kills = 4;

    private readonly ConcurrentBag<HttpStatusCode> _answers = [];

    [Fact]
    public async Task What_was_acknowledged_is_stored_once_whatever_is_killed()
    {
        await using var host = await HostProcess.StartAsync();
        var tenant = await host.AddTenantAsync();
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(client => Task.Run(() => SendAsync(host, tenant, client, acknowledged, stop.Token))).ToList();

        var random = new Random(42);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = acknowledged.Count;
            await HostProcess.UntilAsync(() => Task.FromResult(acknowledged.Count > before));
            await Task.Delay(random.Next(0, 1_500), CancellationToken.None);
            await (kill % 2 == 0 ? host.KillAndStartAgainAsync() : host.KillPostgresAsync());
        }
        await Task.Delay(500, CancellationToken.None);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        await host.CaughtUpAsync();

        var stored = (await host.ScalarAsync<string[]>($"select array_agg(data #>> '{{origin,messageId}}') from mt_events where tenant_id = '{tenant}'")).ToList();
        // A database that is away is nobody's fault: the client is told to come again.
        Assert.Empty(_answers.Except([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        Assert.NotEmpty(acknowledged);
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Count, stored.Distinct().Count());

        var live = await ReadModels.DumpAsync(host, tenant);
        Assert.Equal(live, await ReadModels.RebuildAsync(host, tenant));
    }

    // A client as they are: what was not acknowledged is sent again with the same ids.
    private async Task SendAsync(HostProcess host, string tenant, int client, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        for (var batch = 0; !stop.IsCancellationRequested; batch++)
        {
            var ids = Enumerable.Range(0, 20).Select(i => $"{client}-{batch}-{i}").ToList();
            while (!stop.IsCancellationRequested && !await TrySendAsync(host, tenant, client, ids))
                await Task.Delay(100, CancellationToken.None);
            if (!stop.IsCancellationRequested)
                ids.ForEach(acknowledged.Add);
        }
    }

    private async Task<bool> TrySendAsync(HostProcess host, string tenant, int client, List<string> ids)
    {
        try
        {
            using var response = await host.BatchAsync(tenant, ids.Select((id, i) => (object)new { type = "page", messageId = id, anonymousId = $"c{client}-{i % 5}", properties = new { path = $"/{i}" } }));
            _answers.Add(response.StatusCode);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
