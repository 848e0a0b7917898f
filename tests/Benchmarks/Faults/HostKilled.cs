using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>The host is killed and started again.</summary>
internal sealed class HostKilled : Fault
{
    public override string Name => "host-killed";

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        var killed = LoadGenerator.Now;
        await site.First.KillAndStartAgainAsync();
        return killed;
    }
}
