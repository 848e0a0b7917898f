using System.Globalization;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Metrics;

/// <summary>Metrics that never add up (different persons, shares, quantiles), from the events themselves.</summary>
internal static class ExploredMetric
{
    public static Task<List<MetricRow>> ReadAsync(ExplorationStore store, string tenant, MetricQuestion question, CancellationToken cancellation) =>
        store.QueryAsync(question.Metric.Dimensions == MetricDimensions.OfSessions ? OfSessions(tenant, question) : OfEvents(tenant, question),
            reader => new MetricRow(reader.GetString(0), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero), Convert.ToDouble(reader.GetValue(2), CultureInfo.InvariantCulture)),
            cancellation);

    private static Sql OfEvents(string tenant, MetricQuestion question)
    {
        var sql = new Sql();
        var value = question.By is { } by ? $"coalesce({KnownProperty.Expression(by.Dimension, sql)}, '{Breakdown.Missing}')" : "''";
        // Reading a property of every event is left out where it is not asked for.
        var load = question.Metric.Expression.Contains("load", StringComparison.Ordinal) ? $"try_cast({KnownProperty.Expression("load_time", sql)} as double)" : "null::double";
        var chosen = Selection.Of(sql, new Scope(tenant, question.Range), $"{Bucket("e.occurred_at", question, sql)} as bucket, {value} as value, {load} as load, person");
        return sql.Add($"select value, bucket, ({question.Metric.Expression})::double as number from ({chosen}) where {Chosen(sql, question)} group by all having number is not null");
    }

    private static Sql OfSessions(string tenant, MetricQuestion question)
    {
        var sql = new Sql();
        var value = question.By is { } by ? $"coalesce({by.Dimension}, '{Breakdown.Missing}')" : "''";
        return sql.Add($"""
            select value, bucket, ({question.Metric.Expression})::double
            from (select {Bucket("started_at", question, sql)} as bucket, {value} as value, views, actions from sessions
                  where tenant = {sql.Value(tenant)} and started_at >= {sql.Value(question.Range.From)} and started_at < {sql.Value(question.Range.To)})
            where {Chosen(sql, question)} group by all
            """);
    }

    private static string Bucket(string column, MetricQuestion question, Sql sql) => question.Whole ? $"{sql.Value(question.Range.From)}::timestamp" : $"date_trunc('{question.Bucket.ToString().ToLowerInvariant()}', {column})";

    private static string Chosen(Sql sql, MetricQuestion question) =>
        question.By is { Values: { Count: > 0 } values } ? $"value in ({string.Join(", ", values.Select(value => sql.Value(value)))})" : "true";
}
