namespace Platform.Tests.Integration.Kafka;

public class ManyHostsTests
{
    [Theory]
    [InlineData("classic")]
    [InlineData("cooperative")]
    public async Task Three_hosts_share_the_topic_and_one_is_killed_in_the_middle_of_a_batch(string rebalance)
    {
        await using var brokers = await KafkaHosts.BrokersAsync();
        await using var first = await HostProcess.StartAsync(settings: KafkaHosts.Settings(brokers, ("Kafka__Rebalance", rebalance)));
        await using var second = await AnotherAsync(brokers, first, rebalance);
        await using var third = await AnotherAsync(brokers, first, rebalance);
        using var ledger = new Ledger(await first.AddTenantAsync());
        ledger.Start(6, first, second, third);
        await ledger.UntilAsync(more: 300);

        for (var kill = 0; kill < 2; kill++)
        {
            second.Kill();
            await ledger.UntilAsync(more: 100);
            await second.StartAgainAsync();
            await ledger.UntilAsync(more: 100);
        }
        await third.StopAsync();
        await ledger.UntilAsync(more: 100);
        await third.StartAgainAsync();

        await ledger.StopAsync();
        await ledger.CompareAsync(first.ConnectionString);
    }

    [Fact]
    public async Task A_member_of_a_group_that_the_brokers_share_out_stores_and_goes_on_after_its_death()
    {
        await using var brokers = await KafkaHosts.BrokersAsync();
        var settings = KafkaHosts.Settings(brokers, ("Kafka__Rebalance", "consumer"), ("Kafka__InstanceId", "node-1"));
        settings.Remove("Kafka__Client__session.timeout.ms"); // the brokers' to decide here
        await using var host = await HostProcess.StartAsync(settings: settings);
        using var ledger = new Ledger(await host.AddTenantAsync());
        ledger.Start(2, host);
        await ledger.UntilAsync(more: 100);
        host.Kill();
        await host.StartAgainAsync();
        await ledger.UntilAsync(more: 100);

        await ledger.StopAsync();
        await ledger.CompareAsync(host.ConnectionString);
    }

    private static Task<HostProcess> AnotherAsync(KafkaCluster brokers, HostProcess first, string rebalance) => HostProcess.StartAsync(settings: KafkaHosts.Settings(brokers,
        ("ConnectionStrings__Postgres", first.ConnectionString), ("Modules", "ingest"), ("Kafka__Rebalance", rebalance)));
}
