using System.Runtime.InteropServices;
using Platform.Projections.Reading;

namespace Platform.Projections.Metrics;

/// <summary>
/// What adds up, by minute of valid time: in total, and by one dimension at a time. A late event changes its own minute and no
/// other. Beside it stands what was recorded before the minute closed, which is all that a detector may know of it.
/// </summary>
internal sealed class MetricsProjection : IReadModel
{
    public const string ProjectionName = "metrics";

    internal static readonly ReadTable Minutes = new("metric_minute", ["dimension", "value", "minute"],
        ("dimension", "text"), ("value", "text"), ("minute", "timestamptz"),
        ("events", "bigint"), ("views", "bigint"), ("conversions", "bigint"), ("errors", "bigint"), ("revenue", "numeric"), ("latency", "bigint"),
        ("timely_events", "bigint"), ("timely_views", "bigint"), ("timely_conversions", "bigint"), ("timely_errors", "bigint"), ("timely_revenue", "numeric")) { FoundBy = ["minute"] };

    private static readonly string[] Columns =
        ["events", "views", "conversions", "errors", "revenue", "latency", "timely_events", "timely_views", "timely_conversions", "timely_errors", "timely_revenue"];

    private static string Upsert(string schema) =>
        $"""
        insert into {schema}.metric_minute as known (tenant, dimension, value, minute, {string.Join(", ", Columns)})
        select * from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[], ?::bigint[],
            ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::numeric[])
        on conflict (tenant, dimension, value, minute) do update set {string.Join(", ", Columns.Select(column => $"{column} = known.{column} + excluded.{column}"))}
        """;

    /// <inheritdoc />
    public string Name => ProjectionName;

    /// <inheritdoc />
    public IReadOnlyList<ReadTable> Tables { get; } = [Minutes, MetricValues.Table];

    /// <inheritdoc />
    public async Task ApplyAsync(IReadModelTarget target, IReadOnlyList<PageEvent> page, CancellationToken cancellation)
    {
        var values = await MetricValues.LoadAsync(target, page, cancellation);
        var buckets = new Dictionary<(string Tenant, string Dimension, string Value, DateTimeOffset Minute), (Amounts All, Amounts Timely)>();
        foreach (var stored in page)
        {
            var minute = MinuteBucket.Of(stored.Event.Origin.OccurredAt);
            var amounts = Amounts.Of(stored);
            var timely = MinuteBucket.IsTimely(minute, stored.RecordedAt) ? amounts : default;
            foreach (var (dimension, value) in MetricDimensions.Of(stored.Event))
            {
                ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(buckets, (stored.Tenant, dimension, values.Keep(stored.Tenant, dimension, value), minute), out _);
                bucket = (bucket.All + amounts, bucket.Timely + timely);
            }
        }
        values.Queue(target);
        Queue(target, [.. buckets.OrderBy(bucket => bucket.Key)]);
    }

    private static void Queue(IReadModelTarget target, KeyValuePair<(string Tenant, string Dimension, string Value, DateTimeOffset Minute), (Amounts All, Amounts Timely)>[] rows)
    {
        T[] Of<T>(Func<(Amounts All, Amounts Timely), T> amount) => [.. rows.Select(row => amount(row.Value))];
        target.Queue(Upsert(target.Schema),
            rows.Select(row => row.Key.Tenant).ToArray(), rows.Select(row => row.Key.Dimension).ToArray(), rows.Select(row => row.Key.Value).ToArray(), rows.Select(row => row.Key.Minute).ToArray(),
            Of(row => row.All.Events), Of(row => row.All.Views), Of(row => row.All.Conversions), Of(row => row.All.Errors), Of(row => row.All.Revenue), Of(row => row.All.Latency),
            Of(row => row.Timely.Events), Of(row => row.Timely.Views), Of(row => row.Timely.Conversions), Of(row => row.Timely.Errors), Of(row => row.Timely.Revenue));
    }
}
