using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Platform.Tests.Integration.Host;

public class DrainTests
{
    /// <summary>A supervisor's SIGTERM to the host; a terminal's Ctrl+C, which every process of the group gets.</summary>
    [Theory]
    [InlineData("-TERM", "")]
    [InlineData("-INT", "-")]
    public async Task A_host_that_is_told_to_stop_under_load_keeps_every_promise(string signal, string group)
    {
        await using var host = await HostProcess.StartAsync(launcher: ["setsid"]);
        var tenant = await host.AddTenantAsync();
        var (acknowledged, statuses) = (new ConcurrentBag<string>(), new ConcurrentBag<HttpStatusCode>());
        var clients = Enumerable.Range(0, 8).Select(client => Task.Run(() => SendUntilGoneAsync(host, tenant, client, acknowledged, statuses))).ToList();
        await HostProcess.UntilAsync(() => Task.FromResult(acknowledged.Count > 400));

        using (var kill = Process.Start("kill", [signal, "--", $"{group}{host.Id}"]))
            await Task.WhenAll(clients);
        Assert.Equal(0, await host.ExitedAsync());
        Assert.DoesNotContain("ended unexpectedly", host.Said, StringComparison.Ordinal);
        Assert.All(statuses, status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        await host.StartAgainAsync();
        var stored = (await host.ScalarAsync<string[]>($"select array_agg(data #>> '{"{origin,messageId}"}') from mt_events where tenant_id = '{tenant}'")).ToList();

        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Count, stored.Distinct().Count());
    }

    private static async Task SendUntilGoneAsync(HostProcess host, string tenant, int client, ConcurrentBag<string> acknowledged, ConcurrentBag<HttpStatusCode> statuses)
    {
        for (var batch = 0; ; batch++)
        {
            var ids = Enumerable.Range(0, 20).Select(i => $"{client}-{batch}-{i}").ToList();
            try
            {
                using var response = await host.BatchAsync(tenant, ids.Select((id, i) => (object)new { type = "page", messageId = id, anonymousId = $"c{client}-{i % 5}" }));
                statuses.Add(response.StatusCode);
                if (response.IsSuccessStatusCode)
                    ids.ForEach(acknowledged.Add);
            }
            catch (HttpRequestException)
            {
                return; // nobody listens any more
            }
        }
    }
}
