using System.Text;
using Confluent.Kafka;

namespace Platform.Tests.Integration.Kafka;

public class RawTopicTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task Every_format_is_stored_and_a_message_that_comes_twice_is_stored_once()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        Message<string, byte[]>[] messages =
        [
            Message("""{"kind":"page","anonymousId":"ours","messageId":"1","timestamp":"2026-11-01T10:00:00Z","context":{"pagePath":"/ours"}}""", ("writeKey", tenant)),
            Message($$"""{"writeKey":"{{tenant}}","type":"track","event":"bought","anonymousId":"segment","messageId":"2","properties":{"price":9.5} }""", []),
            Message("""{"specversion":"1.0","id":"3","source":"/shop","type":"shipped","time":"2026-11-01T10:00:00Z","subject":"structured","data":{"parcels":2}}""", ("WriteKey", tenant), ("content-type", "application/cloudevents+json")),
            Message("""{"weight":7}""", ("writeKey", tenant), ("ce_specversion", "1.0"), ("ce_id", "4"), ("ce_source", "/shop"), ("ce_type", "weighed"), ("ce_subject", "binary")),
            Message("""{"kind":"track","name":"without an id","anonymousId":"place"}""", ("writeKey", tenant)),
        ];
        await kafka.ProduceAsync("events.raw", messages);
        await kafka.ProduceAsync("events.raw", messages[..4]);
        await kafka.ProduceAsync("events.raw", Message("""{"kind":"track","name":"last","anonymousId":"last"}""", ("writeKey", tenant)));

        await HostProcess.UntilAsync(async () => await CountAsync(tenant) == messages.Length + 1);
        var stored = await kafka.Host.ScalarAsync<string[]>(
            $"select array_agg(coalesce(data ->> 'action', type) || ' by ' || (data #>> '{{origin,visitorId}}') || ' ' || (data -> 'properties')::text) from mt_events where tenant_id = '{tenant}'");
        Assert.Contains(stored, text => text.StartsWith("page_viewed by ours", StringComparison.Ordinal));
        Assert.Contains("bought by segment {\"price\": 9.5}", stored);
        Assert.Contains(stored, text => text.StartsWith("shipped by structured", StringComparison.Ordinal) && text.Contains("\"parcels\": 2", StringComparison.Ordinal));
        Assert.Contains(stored, text => text.StartsWith("weighed by binary", StringComparison.Ordinal) && text.Contains("\"weight\": 7", StringComparison.Ordinal));
        Assert.Contains(stored, text => text.StartsWith("without an id by place", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_a_dead_letter_and_stops_no_partition()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        Message<string, byte[]>[] poison =
        [
            Message("{", ("writeKey", tenant)), Message("7", ("writeKey", tenant)), Message("""{"kind":"dance","anonymousId":"v"}""", ("writeKey", tenant)),
            Message("""{"kind":"page","anonymousId":"v"}"""), Message("""{"kind":"page","anonymousId":"v"}""", ("writeKey", "nobody's")),
            Message("""{"kind":"page","anonymousId":"v","properties":{"a":"\u0000"}}""", ("writeKey", tenant)),
            new() { Value = null!, Headers = [] },
        ];
        await kafka.ProduceAsync("events.raw", poison);
        for (var visitor = 0; visitor < 20; visitor++)
            await kafka.ProduceAsync("events.raw", Message($$"""{"kind":"page","anonymousId":"v{{visitor}}"}""", ("writeKey", tenant)));

        await HostProcess.UntilAsync(async () => await CountAsync(tenant) == 20);
        await HostProcess.UntilAsync(async () => await kafka.Host.ScalarAsync<long>(
            $"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' or data ->> 'source' = 'events.raw'") >= poison.Length);
        var dead = kafka.ReadAll("events.dead");
        Assert.All(poison[..5], message => Assert.Contains(dead, kept => kept.Value.AsSpan().SequenceEqual(message.Value)));
    }

    [Fact]
    public async Task A_tracking_plan_holds_for_it_and_for_what_clients_send_through_the_brokers()
    {
        var tenant = await kafka.Host.AddTenantAsync();
        await kafka.Host.AskAsync(tenant, """mutation { defineEventSchema(event: "bought", schema: { required: ["price"] }, mode: OBSERVE) { version } }""");
        var sent = 0;
        await HostProcess.UntilAsync(async () =>
        {
            using var response = await kafka.Host.BatchAsync(tenant, [new { type = "track", @event = "bought", anonymousId = "a", messageId = $"probe-{sent++}" }]);
            return await ViolationsAsync(tenant) > 0;
        });
        await kafka.Host.AskAsync(tenant, """mutation { choosePlanMode(event: "bought", mode: REJECT) { mode } }""");
        await HostProcess.UntilAsync(async () =>
        {
            await kafka.ProduceAsync("events.raw", Message("""{"kind":"track","name":"bought","anonymousId":"raw"}""", ("writeKey", tenant)));
            return await kafka.Host.ScalarAsync<long>($"select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' and data ->> 'reason' = 'SchemaViolation'") > 0;
        });
    }

    private Task<long> ViolationsAsync(string tenant) => kafka.Host.ScalarAsync<long>(
        $"select coalesce(sum(events), 0)::bigint from ingest.counts where tenant = '{tenant}' and kind = 'violation' and detail = E'bought\\nprice\\nrequired'");

    private Task<long> CountAsync(string tenant) => kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'");

    private static Message<string, byte[]> Message(string body, params (string Name, string Value)[] headers)
    {
        var message = new Message<string, byte[]> { Value = Encoding.UTF8.GetBytes(body), Headers = [] };
        foreach (var (name, value) in headers)
            message.Headers.Add(name, Encoding.UTF8.GetBytes(value));
        return message;
    }
}
