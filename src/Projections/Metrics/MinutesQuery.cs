using Marten;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Projections.Metrics;

/// <summary>What the minutes of a tenant's series were when they closed, and are by now.</summary>
/// <param name="Dimension">Empty for totals.</param>
/// <param name="Timely">What was known of each watched metric when the minute closed, in the order of <see cref="MinutesQuery.Metrics"/>.</param>
/// <param name="All">What is known by now.</param>
public sealed record MinuteRow(long Minute, string Dimension, string Value, double[] Timely, double[] All);

/// <summary>Reads the rollups minute by minute, for those who watch them.</summary>
public sealed class MinutesQuery(IDocumentStore store)
{
    /// <summary>The watched metrics, by their place in a row.</summary>
    public static IReadOnlyList<string> Metrics { get; } = ["events", "views", "conversions", "errors", "revenue"];

    private static readonly string Timely = string.Join(", ", Metrics.Select(metric => $"timely_{metric}::float8"));
    private static readonly string All = string.Join(", ", Metrics.Select(metric => $"{metric}::float8"));

    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>Tenants that have series.</summary>
    public Task<List<string>> TenantsAsync(CancellationToken cancellation) =>
        ReadAsync("select distinct tenant from read.metric_values order by tenant", [], reader => reader.GetString(0), cancellation);

    /// <summary>The first minute of a tenant that is not longer ago than a moment; null when there is none.</summary>
    public async Task<long?> FirstAsync(string tenant, long notBefore, CancellationToken cancellation) =>
        (await ReadAsync("select min(minute) from read.metric_minute where tenant = $1 and dimension = '' and minute >= $2", [tenant, At(notBefore)],
            reader => reader.IsDBNull(0) ? (long?)null : Of(reader.GetFieldValue<DateTimeOffset>(0)), cancellation))[0];

    /// <summary>How many events came too late for their minute, over all of a tenant's time.</summary>
    public async Task<long> LateAsync(string tenant, CancellationToken cancellation) =>
        (await ReadAsync("select coalesce(sum(events - timely_events), 0)::bigint from read.metric_minute where tenant = $1 and dimension = ''", [tenant],
            reader => reader.GetInt64(0), cancellation))[0];

    /// <summary>The rows of a tenant from one minute to before another, in order of time; of one series, where it is named, or those by one dimension.</summary>
    public Task<List<MinuteRow>> RowsAsync(string tenant, long from, long to, (string Dimension, string? Value)? series, CancellationToken cancellation)
    {
        object[] values = [tenant, At(from), At(to)];
        return ReadAsync(
            $"""
            select minute, dimension, value, {Timely}, {All} from read.metric_minute
            where tenant = $1 and minute >= $2 and minute < $3 {(series is null ? "" : "and dimension = $4")} {(series is null or { Value: null } ? "" : "and value = $5")} order by minute
            """,
            series is { } one ? one.Value is { } value ? [.. values, one.Dimension, value] : [.. values, one.Dimension] : values,
            reader => new MinuteRow(Of(reader.GetFieldValue<DateTimeOffset>(0)), reader.GetString(1), reader.GetString(2), Numbers(reader, 3), Numbers(reader, 3 + Metrics.Count)),
            cancellation);
    }

    /// <summary>The last event of the store.</summary>
    public async Task<long> LastEventAsync(CancellationToken cancellation) =>
        (await ReadAsync($"select coalesce(max(seq_id), 0) from {_schema}.mt_events", [], reader => reader.GetInt64(0), cancellation))[0];

    /// <summary>The last event that the rollups have.</summary>
    public async Task<long> PositionAsync(CancellationToken cancellation) =>
        (await ReadAsync($"select coalesce(max(last_seq_id), 0) from {_schema}.mt_event_progression where name = $1", [MetricsProjection.ProjectionName + ":All"],
            reader => reader.GetInt64(0), cancellation))[0];

    private async Task<List<T>> ReadAsync<T>(string sql, object[] values, Func<System.Data.Common.DbDataReader, T> read, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value is DateTimeOffset at ? new() { Value = at, NpgsqlDbType = NpgsqlDbType.TimestampTz } : new() { Value = value });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    private static double[] Numbers(System.Data.Common.DbDataReader reader, int first) =>
        [.. Enumerable.Range(first, Metrics.Count).Select(reader.GetDouble)];

    private static DateTimeOffset At(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static long Of(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;
}
