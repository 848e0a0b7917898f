using Marten;
using Npgsql;
using Platform.Contracts.Events;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Rollups;

/// <summary>A rolled-up series.</summary>
public sealed record MetricSeries(string Metric, IReadOnlyList<MetricPoint> Points);

/// <summary>The value of a bucket.</summary>
public sealed record MetricPoint(DateTimeOffset Start, double Value);

/// <summary>Reads series from the rollups: <c>events</c>, <c>views</c>, or <c>event:NAME</c>.</summary>
public sealed class MetricSeriesQuery(IDocumentStore store)
{
    /// <summary>The series in buckets of a minute, an hour or a day (UTC), every bucket of the range present.</summary>
    /// <exception cref="InvalidQuestionException">There is no such metric, or the range has too many buckets.</exception>
    public async Task<MetricSeries> RunAsync(
        string tenant, string metric, TimeRange range, Granularity bucket, CancellationToken cancellation)
    {
        var condition = metric switch
        {
            "events" => "true",
            "views" => $"name in ('{PageViewed.EventName}', '{ScreenViewed.EventName}')",
            _ when metric.StartsWith("event:", StringComparison.Ordinal) => "name = $5",
            _ => throw new InvalidQuestionException($"There is no metric '{metric}'; ask for events, views, or event:NAME."),
        };
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand(
            $"""
            select date_trunc($4, minute, 'UTC') as bucket, sum(events)::float8
            from read.rollup_minute where tenant = $1 and minute >= $2 and minute < $3 and {condition} group by bucket
            """);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = range.From.ToUniversalTime() });
        command.Parameters.Add(new() { Value = range.To.ToUniversalTime() });
        command.Parameters.Add(new() { Value = bucket.ToString().ToLowerInvariant() });
        if (condition.Contains("$5", StringComparison.Ordinal))
            command.Parameters.Add(new() { Value = metric["event:".Length..] });
        var values = new Dictionary<DateTimeOffset, double>();
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        while (await reader.ReadAsync(cancellation))
            values[reader.GetFieldValue<DateTimeOffset>(0)] = reader.GetDouble(1);
        var periods = Periods.In(bucket, null).Of(range);
        return new MetricSeries(metric, [.. periods.Select(period => new MetricPoint(period.Start, values.GetValueOrDefault(period.Start)))]);
    }
}
