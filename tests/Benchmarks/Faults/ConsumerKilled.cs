using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>The host that stores is killed and started again, while another one collects.</summary>
internal sealed class ConsumerKilled : Fault
{
    public override string Name => "consumer-killed";

    public override bool NeedsBrokers => true;

    public override int Hosts => 2;

    public override Dictionary<string, string> Settings => new() { ["Kafka__Consume"] = "false" };

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        site.Beside[0].Kill();
        await Task.Delay(Between(random, 0, 2));
        var started = LoadGenerator.Now;
        await site.Beside[0].StartAgainAsync();
        return started;
    }
}
