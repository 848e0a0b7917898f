using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Platform.Tests.Integration.Kafka;

public class BrokerFaultTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private const int Produce = 0, Fetch = 1, OffsetCommit = 8;
    private const int NotLeader = 6, RequestTimedOut = 7, NotCoordinator = 16;

    [Fact]
    public async Task What_is_acknowledged_is_stored_once_and_in_order_whatever_the_brokers_do()
    {
        using var ledger = new Ledger(await kafka.Host.AddTenantAsync());
        ledger.Start(4, kafka.Host);
        await ledger.UntilAsync(more: 100);
        for (var broker = 1; broker <= 3; broker++)
        {
            await kafka.Brokers.DoAsync($"down {broker}");
            await Task.Delay(1_000, TestContext.Current.CancellationToken);
            await kafka.Brokers.DoAsync($"up {broker}");
            await ledger.UntilAsync(more: 50);
        }
        for (var partition = 0; partition < KafkaHosts.Partitions; partition++)
            await kafka.Brokers.DoAsync(string.Create(CultureInfo.InvariantCulture, $"leader events {partition} {partition % 3 + 1}"));
        await ledger.UntilAsync(more: 50);
        await kafka.Brokers.DoAsync("coordinator platform 2");
        await ledger.UntilAsync(more: 50);
        foreach (var (request, code) in new[] { (Produce, NotLeader), (Produce, RequestTimedOut), (Fetch, NotLeader), (OffsetCommit, NotCoordinator) })
        {
            await kafka.Brokers.DoAsync($"errors {request} 5 {code}");
            await ledger.UntilAsync(more: 50);
        }

        await ledger.StopAsync();
        await ledger.CompareAsync(kafka.Host.ConnectionString);
    }

    [Fact]
    public async Task While_no_broker_answers_nothing_is_acknowledged_and_the_node_says_why()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        for (var broker = 1; broker <= 3; broker++)
            await kafka.Brokers.DoAsync($"down {broker}");
        try
        {
            using var refused = await kafka.Host.BatchAsync(tenant, [new { type = "page", messageId = "m", anonymousId = "v" }]);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            using var ready = await kafka.Host.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            var check = JsonElement.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("checks").GetProperty("kafka");
            Assert.Equal("Unhealthy", check.GetProperty("status").GetString());
            Assert.Contains("broker", check.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            for (var broker = 1; broker <= 3; broker++)
                await kafka.Brokers.DoAsync($"up {broker}");
        }

        await HostProcess.UntilAsync(async () =>
        {
            using var again = await kafka.Host.BatchAsync(tenant, [new { type = "page", messageId = "m", anonymousId = "v" }]);
            return again.StatusCode == HttpStatusCode.OK;
        });
        await HostProcess.UntilAsync(async () => (await kafka.Host.Http.GetAsync("/health/ready")).IsSuccessStatusCode);
        await HostProcess.UntilAsync(async () => await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'") == 1);
    }

    [Fact]
    public async Task A_group_that_reads_everything_once_more_stores_nothing_twice()
    {
        using var ledger = new Ledger(await kafka.Host.AddTenantAsync());
        ledger.Start(2, kafka.Host);
        await ledger.UntilAsync(more: 200);
        await ledger.StopAsync();

        await using var another = await HostProcess.StartAsync(settings: KafkaHosts.Settings(kafka.Brokers,
            ("ConnectionStrings__Postgres", kafka.Host.ConnectionString), ("Modules", "ingest"), ("Kafka__Group", "another")));
        await HostProcess.UntilAsync(async () => await MetricAsync(another, "platform_ingest_duplicates") >= ledger.Acknowledged);

        await ledger.CompareAsync(kafka.Host.ConnectionString);
    }

    private static async Task<double> MetricAsync(HostProcess host, string name) =>
        (await host.Http.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
