using System.Globalization;
using Platform.Tests.Benchmarks.Load;

namespace Platform.Tests.Benchmarks.Faults;

/// <summary>Everything that the topic holds is delivered once more, to a host of a group of its own that stores it into the same store, until it is killed.</summary>
internal sealed class DuplicateDelivery : Fault
{
    private const int Again = 1_000;

    public override string Name => "duplicate-delivery";

    public override bool NeedsBrokers => true;

    public override async Task<double> StrikeAsync(Site site, Random random)
    {
        await using var another = await site.AnotherAsync(("Kafka__Group", $"again-{random.NextInt64():x}"));
        await HostProcess.UntilAsync(async () => await DuplicatesAsync(another) >= Again);
        await Task.Delay(Between(random, 0, 2));
        another.Kill();
        return LoadGenerator.Now;
    }

    private static async Task<double> DuplicatesAsync(HostProcess host) =>
        (await host.Http.GetStringAsync("/metrics")).Split('\n').Where(line => line.StartsWith("platform_ingest_duplicates", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
