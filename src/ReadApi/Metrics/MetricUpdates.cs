using System.Runtime.CompilerServices;
using Platform.Projections.Metrics;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Metrics;

/// <summary>Watches the last two buckets of a metric: the running one, and the one before, which still gets what comes late.</summary>
public sealed class MetricUpdates(MetricSeriesQuery query, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <summary>The running bucket at once, and each of the two whenever it has another value.</summary>
    public async IAsyncEnumerable<MetricPoint> Watch(string tenant, string metric, Granularity bucket, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var length = bucket switch { Granularity.Minute => TimeSpan.FromMinutes(1), Granularity.Hour => TimeSpan.FromHours(1), _ => TimeSpan.FromDays(1) };
        var told = new Dictionary<DateTimeOffset, double>();
        while (true)
        {
            var now = clock.GetUtcNow();
            var lines = await query.RunAsync(tenant, metric, new TimeRange(now - length, now.AddTicks(1)), bucket, null, cancellation);
            var points = lines.SelectMany(MetricPoint.Of).ToList();
            // Of what was before one came, nobody has asked.
            foreach (var point in told.Count == 0 ? points[^1..] : points)
                if (!told.TryGetValue(point.Start, out var before) || before != point.Value)
                    yield return point;
            told = points.ToDictionary(point => point.Start, point => point.Value);
            await Task.Delay(Every, clock, cancellation);
        }
    }
}
