using System.Runtime.CompilerServices;
using Platform.Projections.Anomalies;

namespace Platform.ReadApi.Anomalies;

/// <summary>Tells of anomalies as they are detected.</summary>
public sealed class AnomalyUpdates(AnomaliesQuery query, TimeProvider clock)
{
    private const int Looked = 50;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>Each that was not there when somebody began to listen, once.</summary>
    public async IAsyncEnumerable<Anomaly> Watch(string tenant, string? metric, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = (await query.NewestAsync(tenant, Looked, cancellation)).Select(anomaly => anomaly.Id).ToHashSet();
        while (true)
        {
            await Task.Delay(Every, clock, cancellation);
            var newest = await query.NewestAsync(tenant, Looked, cancellation);
            foreach (var anomaly in newest.Reverse().Where(anomaly => !known.Contains(anomaly.Id) && (metric is null || anomaly.Metric == metric)))
                yield return Anomaly.Of(anomaly);
            known = [.. newest.Select(anomaly => anomaly.Id)];
        }
    }
}
