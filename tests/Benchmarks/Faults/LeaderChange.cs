using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Every partition of the topic is led by another broker.</summary>
internal sealed class LeaderChange : Fault
{
    public override string Name => "leader-change";

    public override bool NeedsBrokers => true;

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        for (var partition = 0; partition < Installation.Partitions; partition++)
            await site.Brokers.DoAsync($"leader events {partition} {random.Next(1, 4)}");
        return LoadGenerator.Now;
    }
}
