using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>A broker goes away and comes back, now and then all of them; or they answer with errors.</summary>
internal sealed class BrokerDown : Fault
{
    private const int Produce = 0, Fetch = 1;
    private const int NotLeader = 6, RequestTimedOut = 7, NotEnoughReplicas = 19;

    public override string Name => "broker-down";

    public override bool NeedsBrokers => true;

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        if (random.Next(3) == 0)
        {
            var (request, code) = (random.Next(2) == 0 ? Produce : Fetch, new[] { NotLeader, RequestTimedOut, NotEnoughReplicas }[random.Next(3)]);
            await site.Brokers.DoAsync($"errors {request} {random.Next(1, 20)} {code}");
            return LoadGenerator.Now;
        }
        int[] brokers = random.Next(4) == 0 ? [1, 2, 3] : [random.Next(1, 4)];
        foreach (var broker in brokers)
            await site.Brokers.DoAsync($"down {broker}");
        await Task.Delay(Between(random, 0.5, 5));
        foreach (var broker in brokers)
            await site.Brokers.DoAsync($"up {broker}");
        return LoadGenerator.Now;
    }
}
