using Microsoft.Extensions.Hosting;

namespace Platform.Ingest.Kafka;

/// <summary>Runs a consumer with the host: on stopping it fetches nothing more, and what is being stored is stored.</summary>
internal sealed class ConsumerService(TopicConsumer consumer) : BackgroundService
{
    private readonly CancellationTokenSource _giveUp = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => consumer.RunAsync(stoppingToken, _giveUp.Token);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(_giveUp.Cancel))
            await base.StopAsync(CancellationToken.None);
    }

    public override void Dispose()
    {
        _giveUp.Dispose();
        base.Dispose();
    }
}
