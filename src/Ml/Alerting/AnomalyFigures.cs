using Marten;
using Platform.Contracts.Alerts;
using Platform.Contracts.Anomalies;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>How many anomalies were under way when a minute had closed.</summary>
internal sealed class AnomalyFigures(IDocumentStore store)
{
    // A new level stays: for an hour it is news.
    private static readonly TimeSpan NewLevel = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<FigureMinute>> ReadAsync(string tenant, AlertDefinition definition, long from, long to, CancellationToken cancellation)
    {
        var (first, last) = (Closes(from), Closes(to - 1));
        await using var session = store.QuerySession();
        var all = await session.Query<Anomaly>()
            .Where(anomaly => anomaly.Tenant == tenant && anomaly.DetectedAt <= last && (anomaly.EndedAt == null || anomaly.EndedAt > first)).ToListAsync(cancellation);
        var wanted = all.Where(anomaly => definition.Value is null || anomaly.Metric == definition.Value).Select(anomaly => (Group: definition.Dimension is null ? "" : anomaly.Metric, anomaly.DetectedAt, Ends: Ends(anomaly))).ToList();
        var groups = definition.Value is { } one ? [one] : definition.Dimension is null ? [""] : wanted.Select(anomaly => anomaly.Group).Distinct().ToList();
        return [.. Enumerable.Range(0, (int)(to - from)).Select(i =>
        {
            var at = Closes(from + i);
            return new FigureMinute(from + i, groups.ToDictionary(group => group, group => (double)wanted.Count(anomaly => anomaly.Group == group && anomaly.DetectedAt <= at && anomaly.Ends > at)));
        })];
    }

    private static DateTimeOffset Ends(Anomaly anomaly)
    {
        var ends = anomaly.EndedAt ?? (anomaly.Kind == AnomalyKind.LevelShift ? anomaly.DetectedAt + NewLevel : DateTimeOffset.MaxValue);
        return anomaly.DismissedAt is { } dismissed && dismissed < ends ? dismissed : ends;
    }

    private static DateTimeOffset Closes(long minute) => MinuteBucket.Closes(DateTimeOffset.UnixEpoch.AddMinutes(minute));
}
