using Marten;
using Platform.Contracts.Anomalies;
using Platform.Projections.Metrics;

namespace Platform.Ml.Watching;

/// <summary>Appends what the watch finds, each once: a minute that is taken in again after a restart finds the same.</summary>
internal sealed class AnomalyLog(IDocumentStore store)
{
    public async Task AppendAsync(string tenant, TenantWatch watch, IReadOnlyList<Finding> findings, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        foreach (var finding in findings)
        {
            var (change, series) = (finding.Change, finding.Series);
            var (at, id) = (Closed(finding.Minute), Anomaly.IdOf(tenant, series.Metric, series.Dimension, series.Value, Closed(change.Found)));
            var known = await session.LoadAsync<Anomaly>(id, cancellation);
            switch (change.State)
            {
                case ChangeState.Begins when known is null:
                    session.Events.StartStream<Anomaly>(id, new AnomalyDetected(
                        tenant, series.Metric, series.Dimension, series.Value, change.Kind, DateTimeOffset.UnixEpoch.AddMinutes(change.Since), at, change.Minutes,
                        change.Observed, change.Expected, finding.Verdict.Lower, finding.Verdict.Upper, change.Score, Explanation.Of(finding, watch)));
                    break;
                case ChangeState.Becomes when known is { EndedAt: null } && known.Kind != change.Kind:
                    session.Events.Append(id, new AnomalyReclassified(change.Kind, Explanation.Of(finding, watch), at));
                    break;
                // A new level is there to stay: it is for a person to say that it has been seen.
                case ChangeState.Ends when known is { EndedAt: null } && known.Kind != AnomalyKind.LevelShift:
                    session.Events.Append(id, new AnomalyResolved(at));
                    break;
            }
            await session.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>What somebody said to be no anomaly.</summary>
    public async Task<IReadOnlyList<Anomaly>> DismissedAsync(string tenant, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Query<Anomaly>().Where(anomaly => anomaly.Tenant == tenant && anomaly.DismissedAt != null).ToListAsync(cancellation);
    }

    private static DateTimeOffset Closed(long minute) => MinuteBucket.Closes(DateTimeOffset.UnixEpoch.AddMinutes(minute));
}
