using System.Text;
using Confluent.Kafka;

namespace Platform.Tests.Integration.Kafka;

public class RedeliveryTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task What_the_brokers_deliver_again_is_stored_and_refused_and_counted_once_under_quota_and_filters()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        await kafka.Host.AskAsync(tenant, """mutation { changeSource(name: "web", input: { enabled: true, eventsPerMonth: 5, filters: [{ event: "noise" }] }) { name } }""");
        await kafka.Host.AskAsync(tenant, """mutation { defineEventSchema(event: "bought", schema: { required: ["price"] }, mode: REJECT) { version } }""");
        await HostProcess.UntilAsync(async () =>
        {
            await kafka.ProduceAsync("events.raw", Raw(tenant, """{"kind":"track","name":"noise","anonymousId":"v"}"""), Raw(tenant, """{"kind":"track","name":"bought","anonymousId":"v"}"""));
            return await LettersAsync(tenant, "SchemaViolation") > 0 && await LettersAsync(tenant, "Blocked") > 0;
        });
        using (var sent = await kafka.Host.BatchAsync(tenant, [new { type = "track", anonymousId = "nameless" }]))
            Assert.True(sent.IsSuccessStatusCode);
        for (var n = 0; n < 12; n++)
            await kafka.ProduceAsync("events.raw", Raw(tenant, $$"""{"kind":"page","anonymousId":"v{{n}}","messageId":"m{{n}}"}"""));
        await kafka.ProduceAsync("events.raw", Raw(tenant, "{"), Raw(tenant, """{"kind":"dance"}"""));
        await HostProcess.UntilAsync(async () => await CaughtUpAsync("platform.raw", "events.raw") && await CaughtUpAsync("platform", "events"));
        var (counts, letters) = (await CountsAsync(tenant), await LettersAsync(tenant));
        Assert.Equal(5, await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and type = 'page_viewed'"));
        Assert.Contains("web dropped QuotaExceeded", counts, StringComparison.Ordinal);
        Assert.Contains("web violation bought\nprice\nrequired", counts, StringComparison.Ordinal);
        await kafka.Host.AskAsync(tenant, "mutation { discardDeadLetters(reason: BLOCKED) }");
        var open = await OpenAsync(tenant);

        // Another group begins where the topics begin: everything is delivered again.
        await using var again = await HostProcess.StartAsync(settings: KafkaHosts.Settings(kafka.Brokers, ("ConnectionStrings__Postgres", kafka.Host.ConnectionString), ("Kafka__Group", "again")));
        await HostProcess.UntilAsync(async () => await CaughtUpAsync("again.raw", "events.raw") && await CaughtUpAsync("again", "events"));

        Assert.Equal(counts, await CountsAsync(tenant));
        Assert.Equal((letters, open), (await LettersAsync(tenant), await OpenAsync(tenant)));
        Assert.Equal(5, await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and type = 'page_viewed'"));
    }

    // The group's position is behind the last message of each partition that has one.
    private Task<bool> CaughtUpAsync(string group, string topic)
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = kafka.Brokers.Bootstrap, GroupId = group }).Build();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.Brokers.Bootstrap }).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics[0].Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId)).ToList();
        return Task.FromResult(consumer.Committed(partitions, TimeSpan.FromSeconds(30)).All(committed =>
            consumer.QueryWatermarkOffsets(committed.TopicPartition, TimeSpan.FromSeconds(30)).High is { Value: var high } && (high == 0 || committed.Offset == high)));
    }

    private Task<string> CountsAsync(string tenant) => kafka.Host.ScalarAsync<string>(
        $"""
        select coalesce(string_agg(concat_ws(' ', source, kind, detail, events), E'\n' order by source, kind, detail), '')
        from (select source, kind, detail, sum(events) as events from ingest.counts where tenant = '{tenant}' and kind <> 'duplicate' group by source, kind, detail) as counts
        """);

    private Task<long> LettersAsync(string tenant, string reason = "") => kafka.Host.ScalarAsync<long>(
        $"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' and data ->> 'reason' like '%{reason}'");

    private Task<long> OpenAsync(string tenant) => kafka.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' and data ->> 'closedAt' is null");

    private static Message<string, byte[]> Raw(string tenant, string body) => new()
    {
        Key = "one", Value = Encoding.UTF8.GetBytes(body), Headers = [new Header("writeKey", Encoding.UTF8.GetBytes(tenant))],
    };
}
