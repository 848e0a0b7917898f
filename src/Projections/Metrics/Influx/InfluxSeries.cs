using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Projections.Questions;

namespace Platform.Projections.Metrics.Influx;

/// <summary>Reads series from the mirror, where it is as good as the rollups.</summary>
internal sealed class InfluxSeries(InfluxClient client, InfluxQueue queue, TimeProvider clock, ILogger<InfluxSeries> log)
{
    /// <summary>The part of a question that the mirror answers: whole buckets that are over, and of which everything has been sent.</summary>
    /// <returns>Where that part ends, and its rows; null when the rollups have to answer all of it.</returns>
    public async Task<(DateTimeOffset Until, List<MetricRow> Rows)?> ReadAsync(string tenant, MetricQuestion question, CancellationToken cancellation)
    {
        var (bucket, length) = question.Bucket switch
        {
            Granularity.Minute => ("minute", TimeSpan.FromMinutes(1)),
            Granularity.Hour => ("hour", TimeSpan.FromHours(1)),
            _ => ("day", TimeSpan.FromDays(1)),
        };
        var (until, to) = (Floor(clock.GetUtcNow(), length), Floor(question.Range.To, length));
        until = to < until ? to : until;
        if (until <= question.Range.From || Floor(question.Range.From, length) != question.Range.From
            || await queue.IsUnsentAsync(tenant, bucket, question.Range.From, until, cancellation))
            return null;
        try
        {
            var series = await client.QueryAsync(Text(tenant, question, bucket, length, until), cancellation);
            return (until, [.. series.SelectMany(Rows)]);
        }
        catch (Exception failure) when (failure is InfluxRefusedException or HttpRequestException or TaskCanceledException or JsonException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("InfluxDB did not answer ({Problem}); the rollups do.", failure.Message);
            return null;
        }
    }

    private static string Text(string tenant, MetricQuestion question, string bucket, TimeSpan length, DateTimeOffset until)
    {
        var number = question.Metric.Source == MetricSource.RollupMean
            ? $"sum({question.Metric.Expression}) / sum(events) / 1000"
            : $"sum({question.Metric.Expression})";
        var values = question.By is { Values: { Count: > 0 } chosen } ? $" and ({string.Join(" or ", chosen.Select(value => $"\"value\" = {LineProtocol.Quoted(value)}"))})" : "";
        return $"""
            select {number} from "{InfluxMirror.PolicyOf(bucket)}"."{InfluxMirror.Measurement}"
            where "tenant" = {LineProtocol.Quoted(tenant)} and "dimension" = {LineProtocol.Quoted(question.By?.Dimension ?? "")}{values}
            and time >= {question.Range.From.ToUnixTimeSeconds()}s and time < {until.ToUnixTimeSeconds()}s
            group by time({(long)length.TotalSeconds}s), "value" fill(none)
            """;
    }

    private static IEnumerable<MetricRow> Rows(JsonElement series)
    {
        var value = LineProtocol.Unescaped(series.GetProperty("tags").GetProperty("value").GetString()!);
        return from point in series.GetProperty("values").EnumerateArray()
               where point[1].ValueKind == JsonValueKind.Number
               select new MetricRow(value, DateTimeOffset.FromUnixTimeSeconds(point[0].GetInt64()), point[1].GetDouble());
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - at.UtcTicks % length.Ticks, TimeSpan.Zero);
}
