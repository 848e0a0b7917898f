using Marten;
using Npgsql;

namespace Platform.Projections.Metrics;

/// <summary>Metrics that are sums of counters.</summary>
internal static class RolledUpMetric
{
    /// <summary>From the rollups by minute.</summary>
    public static Task<List<MetricRow>> ReadAsync(IDocumentStore store, string tenant, MetricQuestion question, CancellationToken cancellation)
    {
        if (question.Event is { } name)
            return RowsAsync(store, tenant, question, "read.rollup_minute", "minute", "''", "sum(events)", "and name = $5", name, cancellation);
        // Latency is kept in microseconds and told in milliseconds.
        var number = question.Metric.Source == MetricSource.RollupMean
            ? $"sum({question.Metric.Expression}) / greatest(sum(events), 1) / 1000.0"
            : $"sum({question.Metric.Expression})";
        return RowsAsync(store, tenant, question, "read.metric_minute", "minute", "value", number, "and dimension = $5", question.By?.Dimension ?? MetricDimensions.None, cancellation);
    }

    /// <summary>Refused events, from the counters that the storing transactions keep.</summary>
    public static Task<List<MetricRow>> DropsAsync(IDocumentStore store, string tenant, MetricQuestion question, CancellationToken cancellation) =>
        RowsAsync(store, tenant, question, "ingest.counts", "hour", question.By is null ? "''" : "detail", "sum(events)", "and kind = $5", "dropped", cancellation);

    private static async Task<List<MetricRow>> RowsAsync(
        IDocumentStore store, string tenant, MetricQuestion question, string table, string time, string value, string number, string condition, string wanted, CancellationToken cancellation)
    {
        var values = question.By is { Values: { Count: > 0 } chosen } ? chosen.ToArray() : null;
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select {value}, {(question.Whole ? "$2" : $"date_trunc($4, {time}, 'UTC')")} as bucket, ({number})::float8
            from {table} where tenant = $1 and {time} >= $2::timestamptz and {time} < $3 {condition} {(values is null ? "" : $"and {value} = any($6)")} group by 1, 2
            """);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = question.Range.From.ToUniversalTime() });
        command.Parameters.Add(new() { Value = question.Range.To.ToUniversalTime() });
        command.Parameters.Add(new() { Value = question.Bucket.ToString().ToLowerInvariant() });
        command.Parameters.Add(new() { Value = wanted });
        if (values is not null)
            command.Parameters.Add(new() { Value = values });
        var rows = new List<MetricRow>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(new MetricRow(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetDouble(2)));
        return rows;
    }
}
