namespace Platform.Tests.Integration.Kafka;

public class LiveTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task A_node_shows_live_what_another_collected_and_stored()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        await using var asked = await HostProcess.StartAsync(settings: KafkaHosts.Settings(kafka.Brokers,
            ("ConnectionStrings__Postgres", kafka.Host.ConnectionString), ("Modules", "readapi")));
        for (var visitor = 0; visitor < 20; visitor++)
            Assert.True((await kafka.Host.BatchAsync(tenant, [new { type = "page", anonymousId = $"v{visitor}" }])).IsSuccessStatusCode);

        const string question = "{ live { eventsLastMinute personsLast5Minutes } }";
        foreach (var host in new[] { asked, kafka.Host })
        {
            await HostProcess.UntilAsync(async () => (await host.AskAsync(tenant, question)).GetProperty("live").GetProperty("personsLast5Minutes").GetInt32() >= 20);
            Assert.Equal(20, (await host.AskAsync(tenant, question)).GetProperty("live").GetProperty("eventsLastMinute").GetInt32());
        }
    }
}
