using Marten;
using Platform.Contracts.Anomalies;
using Platform.Projections.Questions;

namespace Platform.Projections.Anomalies;

/// <summary>A page of anomalies.</summary>
/// <param name="Open">How many there are in the range that nobody has looked at.</param>
public sealed record AnomalyPage(IReadOnlyList<Anomaly> Anomalies, string? EndCursor, long Total, long Open);

/// <summary>Reads anomalies.</summary>
public sealed class AnomaliesQuery(IDocumentStore store)
{
    private const int Most = 5_000;

    /// <summary>Those detected in the range, the newest first.</summary>
    /// <exception cref="InvalidQuestionException">The page cannot be given.</exception>
    public async Task<AnomalyPage> RunAsync(
        string tenant, TimeRange range, string? metric, AnomalyStatus? status, int first, string? after, CancellationToken cancellation)
    {
        Cursor.CheckFirst(first);
        await using var session = store.QuerySession();
        var found = await session.Query<Anomaly>().Where(anomaly => anomaly.Tenant == tenant && anomaly.DetectedAt >= range.From && anomaly.DetectedAt < range.To)
            .OrderByDescending(anomaly => anomaly.DetectedAt).Take(Most).ToListAsync(cancellation);
        var all = found.Where(anomaly => metric is null || anomaly.Metric == metric).ToList();
        var wanted = all.Where(anomaly => status is null || anomaly.Status == status)
            .OrderByDescending(anomaly => anomaly.DetectedAt).ThenBy(Tie, StringComparer.Ordinal).ToList();
        var rest = after is null ? wanted : [.. wanted.Where(anomaly => IsAfter(anomaly, Cursor.Parse(after)))];
        var page = rest.Take(first).ToList();
        return new AnomalyPage(page, rest.Count > first ? Cursor.Of(page[^1].DetectedAt.UtcDateTime, Tie(page[^1])) : null,
            wanted.Count, all.Count(anomaly => anomaly.Status == AnomalyStatus.Open));
    }

    /// <summary>The newest ones.</summary>
    public async Task<IReadOnlyList<Anomaly>> NewestAsync(string tenant, int count, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.Query<Anomaly>().Where(anomaly => anomaly.Tenant == tenant).OrderByDescending(anomaly => anomaly.DetectedAt).Take(count).ToListAsync(cancellation);
    }

    private static string Tie(Anomaly anomaly) => anomaly.Id.ToString("N");

    private static bool IsAfter(Anomaly anomaly, (DateTime At, string Tie) place) =>
        anomaly.DetectedAt.UtcDateTime < place.At || anomaly.DetectedAt.UtcDateTime == place.At && string.CompareOrdinal(Tie(anomaly), place.Tie) > 0;
}
