using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Three hosts share the topic; one is killed, or leaves, and comes back, or a fourth comes and leaves.</summary>
internal sealed class Rebalance : Fault
{
    public override string Name => "rebalance";

    public override bool NeedsBrokers => true;

    public override int Hosts => 3;

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        var host = site.Beside[random.Next(site.Beside.Count)];
        var started = LoadGenerator.Now;
        switch (random.Next(3))
        {
            case 0:
                await host.KillAndStartAgainAsync();
                return started;
            case 1:
                await host.StopAsync();
                started = LoadGenerator.Now;
                await host.StartAgainAsync();
                return started;
            default:
                await using (await site.AnotherAsync())
                    await Task.Delay(Between(random, 0, 3));
                return LoadGenerator.Now;
        }
    }
}
