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

    private static Task<HostProcess> AnotherAsync(KafkaCluster brokers, HostProcess first, string rebalance) => HostProcess.StartAsync(settings: KafkaHosts.Settings(brokers,
        ("ConnectionStrings__Postgres", first.ConnectionString), ("Modules", "ingest"), ("Kafka__Rebalance", rebalance)));
}
