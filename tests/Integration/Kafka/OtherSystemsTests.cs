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

    private List<JsonElement> Told(string tenant) =>
        [.. kafka.ReadAll("platform.messages")
            .Where(message => Encoding.UTF8.GetString(message.Headers.GetLastBytes("ce_type")) == "events_stored")
            .Select(message => JsonElement.Parse(message.Value)).Where(message => message.GetProperty("tenant").GetString() == tenant)];
}
