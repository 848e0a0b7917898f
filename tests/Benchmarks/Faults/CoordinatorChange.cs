using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>The group is looked after by another broker, and the one before says so to those who move offsets.</summary>
internal sealed class CoordinatorChange : Fault
{
    private const int OffsetCommit = 8, Heartbeat = 12;
    private const int NotCoordinator = 16;

    public override string Name => "coordinator-change";

    public override bool NeedsBrokers => true;

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        await site.Brokers.DoAsync($"coordinator platform {random.Next(1, 4)}");
        await site.Brokers.DoAsync($"errors {(random.Next(2) == 0 ? OffsetCommit : Heartbeat)} {random.Next(1, 5)} {NotCoordinator}");
        return LoadGenerator.Now;
    }
}
