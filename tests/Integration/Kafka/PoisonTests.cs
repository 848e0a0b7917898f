using System.Text;
using Confluent.Kafka;

namespace Platform.Tests.Integration.Kafka;

public class PoisonTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task Messages_that_are_no_batch_are_kept_and_stop_no_partition()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        byte[][] bodies = ["not json"u8.ToArray(), "[]"u8.ToArray(), """{"events":[{"tenant":"x","type":"unheard_of","event":{}}],"refused":[]}"""u8.ToArray(), [0xFF, 0xFE, 0], null!];
        foreach (var body in bodies)
            await kafka.ProduceAsync("events", new Message<string, byte[]> { Key = "0", Value = body });
        for (var visitor = 0; visitor < 40; visitor++)
            Assert.True((await kafka.Host.BatchAsync(tenant, [new { type = "page", anonymousId = $"v{visitor}" }])).IsSuccessStatusCode);

        await HostProcess.UntilAsync(async () => await CountAsync(tenant) == 40);
        await HostProcess.UntilAsync(() => Task.FromResult(kafka.ReadAll("events.dead").Count >= bodies.Length));
        var dead = kafka.ReadAll("events.dead");
        foreach (var body in bodies.Where(body => body is not null))
            Assert.Contains(dead, message => message.Value.AsSpan().SequenceEqual(body));
        Assert.All(dead, message => Assert.Contains("events/", Encoding.UTF8.GetString(message.Headers.GetLastBytes("dead-letter-from")), StringComparison.Ordinal));
        Assert.True(await kafka.Host.ScalarAsync<long>("select count(*) from mt_doc_deadletter where data ->> 'source' = 'events'") >= bodies.Length);
    }

    [Fact]
    public async Task An_event_that_the_store_refuses_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        var events = Enumerable.Range(0, 20).Select(n => Event(tenant, n, n == 13 ? "\\u0000" : "fine"));
        await kafka.ProduceAsync("events", new Message<string, byte[]> { Key = "3", Value = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', events)}}],"refused":[]}""") });

        await HostProcess.UntilAsync(async () => await CountAsync(tenant) == 19);
        await HostProcess.UntilAsync(async () => await LettersAsync(tenant) == 1);
        Assert.Equal(0, await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}' and data #>> '{{origin,messageId}}' = 'm13'"));
    }

    private static string Event(string tenant, int n, string text) => $$$"""
        {"tenant":"{{{tenant}}}","type":"page_viewed","event":{"origin":{"messageId":"m{{{n}}}","visitorId":"v","occurredAt":"2026-11-01T00:00:00Z",
        "receivedAt":"2026-11-01T00:00:00Z","source":"web"},"context":{"rules":1},"properties":{"text":"{{{text}}}"} }}
        """;

    private Task<long> CountAsync(string tenant) => kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private Task<long> LettersAsync(string tenant) => kafka.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' and data ->> 'reason' = 'ProcessingFailed'");
}
