using System.Globalization;
using Npgsql;

namespace Platform.Tests.Integration.Kafka;

public class BackPressureTests
{
    private const int Batches = 24;
    private const int BatchSize = 50;

    [Fact]
    public async Task While_the_store_stands_still_partitions_are_paused_and_afterwards_nothing_is_missing()
    {
        await using var brokers = await KafkaHosts.BrokersAsync();
        await using var host = await HostProcess.StartAsync(settings: KafkaHosts.Settings(brokers, ("Kafka__PartitionBufferKb", "64")));
        var tenant = await host.AddTenantAsync();
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var stop = new NpgsqlCommand("lock table ingest.message_ids in access exclusive mode", connection, transaction))
            await stop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        for (var batch = 0; batch < Batches; batch++)
        {
            using var acknowledged = await host.BatchAsync(tenant, Enumerable.Range(0, BatchSize).Select(n => (object)new
            {
                type = "page", messageId = $"{batch}-{n}", anonymousId = $"v{n}", properties = new { text = new string('x', 5_000) },
            }));
            Assert.True(acknowledged.IsSuccessStatusCode);
        }
        await HostProcess.UntilAsync(async () => await GaugeAsync(host, "platform_kafka_paused") > 0);
        Assert.True(await GaugeAsync(host, "platform_kafka_lag") > 0);

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await HostProcess.UntilAsync(async () => await host.ScalarAsync<long>($"select count(*) from mt_events where tenant_id = '{tenant}'") == Batches * BatchSize);
        await HostProcess.UntilAsync(async () => await GaugeAsync(host, "platform_kafka_lag") == 0 && await GaugeAsync(host, "platform_kafka_paused") == 0);
    }

    private static async Task<double> GaugeAsync(HostProcess host, string name) =>
        (await host.Http.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("topic=\"events\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
