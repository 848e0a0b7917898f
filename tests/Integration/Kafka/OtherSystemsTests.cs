using System.Text;
using System.Text.Json;

namespace Platform.Tests.Integration.Kafka;

public class OtherSystemsTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    [Fact]
    public async Task Other_systems_are_told_of_every_stored_event_once()
    {
        using var ledger = new Ledger(await kafka.Host.AddTenantAsync());
        ledger.Start(2, kafka.Host);
        await ledger.UntilAsync(more: 100);
        await ledger.StopAsync();
        await ledger.CompareAsync(kafka.Host.ConnectionString);

        var stored = await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{ledger.Tenant}'");
        await HostProcess.UntilAsync(() => Task.FromResult(Told(ledger.Tenant).Sum(message => message.GetProperty("count").GetInt64()) >= stored));
        var told = Told(ledger.Tenant).OrderBy(message => message.GetProperty("firstSequence").GetInt64()).ToList();
        Assert.Equal(stored, told.Sum(message => message.GetProperty("count").GetInt64()));
        Assert.Equal(await kafka.Host.ScalarAsync<long>($"select min(seq_id) from mt_events where tenant_id = '{ledger.Tenant}'"), told[0].GetProperty("firstSequence").GetInt64());
        Assert.Equal(await kafka.Host.ScalarAsync<long>($"select max(seq_id) from mt_events where tenant_id = '{ledger.Tenant}'"), told[^1].GetProperty("lastSequence").GetInt64());
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.GetProperty("lastSequence").GetInt64() < pair.Second.GetProperty("firstSequence").GetInt64()));
        foreach (var message in told)
            Assert.Equal(message.GetProperty("count").GetInt64(), await kafka.Host.ScalarAsync<long>(
                $"select count(*) from mt_events where tenant_id = '{ledger.Tenant}' and seq_id between {message.GetProperty("firstSequence")} and {message.GetProperty("lastSequence")}"));
    }

    [Fact]
    public async Task Other_systems_are_told_by_name_what_else_happened_in_a_tenant()
    {
        var (tenant, anomaly) = (await kafka.Host.AddTenantAsync(), Guid.CreateVersion7());
        using (var sent = await kafka.Host.BatchAsync(tenant, [new { type = "track", @event = "Read", anonymousId = "ada", messageId = "m", timestamp = TimeProvider.System.GetUtcNow() }]))
            Assert.True(sent.IsSuccessStatusCode);
        // The brokers have it by now, the store a little later.
        await HostProcess.UntilAsync(async () => await kafka.Host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'") > 0);
        await kafka.Host.CaughtUpAsync();
        // As the watch appends it: in the default tenant, and only the first event says whose it is.
        await PlantedTraffic.ExecuteAsync(kafka.Host, $$"""
            insert into mt_streams (id, type, version, timestamp, created, tenant_id, is_archived) values ('{{anomaly}}', 'anomaly', 2, now(), now(), '*DEFAULT*', false);
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), '{{anomaly}}', version, data::jsonb, type, now(), '*DEFAULT*', '', false
            from (values (1, '{"tenant":"{{tenant}}","metric":"events"}', 'anomaly_detected'), (2, '{"at":"2026-01-01T00:00:00Z"}', 'anomaly_resolved')) given (version, data, type) order by version
            """);
        await kafka.Host.AskAsync(tenant, "mutation { forgetPerson(id: \"ada\") { id } }");
        await HostProcess.UntilAsync(() => Task.FromResult(Told(tenant, "person_forgotten").Count > 0));

        var (found, resolved) = (Assert.Single(Told(tenant, "anomaly_detected")), Assert.Single(Told(tenant, "anomaly_resolved")));
        Assert.Equal("events", found.GetProperty("data").GetProperty("metric").GetString());
        Assert.Equal((anomaly, anomaly), (found.GetProperty("stream").GetGuid(), resolved.GetProperty("stream").GetGuid()));
        Assert.True(found.GetProperty("sequence").GetInt64() < resolved.GetProperty("sequence").GetInt64());
        Assert.Equal(1, Assert.Single(Told(tenant, "person_forgotten")).GetProperty("data").GetProperty("events").GetInt64());
    }

    private List<JsonElement> Told(string tenant, string name = "events_stored") =>
        [.. kafka.ReadAll("platform.messages")
            .Where(message => Encoding.UTF8.GetString(message.Headers.GetLastBytes("ce_type")) == name)
            .Select(message => JsonElement.Parse(message.Value)).Where(message => message.GetProperty("tenant").GetString() == tenant)];
}
