namespace Platform.Tests.Integration.Kafka;

public class KafkaTests
{
    [Fact]
    public async Task What_is_acknowledged_is_stored_once_and_in_order_whatever_the_brokers_do()
    {
        await using var brokers = await KafkaCluster.StartAsync("events:8", "events.raw:4", "events.dead:1", "platform.messages:1");
        await using var host = await HostProcess.StartAsync(settings: KafkaHosts.Settings(brokers));
        using var ledger = new Ledger(await host.AddTenantAsync());
        ledger.Start(4, host);
        await ledger.UntilAsync(more: 200);

        await ledger.StopAsync();
        await ledger.CompareAsync(host.ConnectionString);
    }
}
