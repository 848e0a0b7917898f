using System.Diagnostics;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>PostgreSQL is killed, now and then again while it recovers; its host brings it back.</summary>
internal sealed class PostgresKilled : Fault
{
    public override string Name => "postgres-killed";

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        Process.GetProcessById(site.First.PostmasterId).Kill();
        if (random.Next(3) == 0)
        {
            await Task.Delay(Between(random, 0.3, 1));
            await HostProcess.UntilAsync(() =>
            {
                Process.GetProcessById(site.First.PostmasterId).Kill();
                return Task.FromResult(true);
            });
        }
        return LoadGenerator.Now;
    }
}
