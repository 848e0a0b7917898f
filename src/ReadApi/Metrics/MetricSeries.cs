using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using Platform.Projections.Metrics;
using Platform.Projections.Questions;

namespace Platform.ReadApi.Metrics;

/// <summary>Length of a bucket of a metric.</summary>
public enum Bucket
{
    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day, UTC.</summary>
    Day,
}

/// <summary>Buckets as questions have them.</summary>
internal static class Buckets
{
    public static TimeSpan Length(this Bucket bucket) => bucket switch
    {
        Bucket.Minute => TimeSpan.FromMinutes(1),
        Bucket.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    public static Granularity Granularity(this Bucket bucket) => bucket switch
    {
        Bucket.Minute => Projections.Questions.Granularity.Minute,
        Bucket.Hour => Projections.Questions.Granularity.Hour,
        _ => Projections.Questions.Granularity.Day,
    };
}

/// <summary>By what a metric is told apart, and which values of it: the greatest ten when there are none.</summary>
/// <param name="Dimension">One of the metric's dimensions.</param>
/// <param name="Values">The values that get points.</param>
[Name("DimensionFilter")]
public sealed record DimensionFilterInput(string Dimension, IReadOnlyList<string>? Values)
{
    internal static DimensionChoice? ToQuestion(IReadOnlyList<DimensionFilterInput>? dimensions) => dimensions switch
    {
        null or [] => null,
        [var only] => new DimensionChoice(only.Dimension, only.Values ?? []),
        _ => throw new InvalidQuestionException("Metrics are told apart by one dimension at a time; give one, or ask for a trend."),
    };
}

/// <summary>A metric's series.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Points">Every bucket of the range, in order, of one value of the dimension after the other.</param>
public sealed record MetricSeries(string Metric, IReadOnlyList<MetricPoint> Points)
{
    internal static MetricSeries Of(string metric, IReadOnlyList<MetricLine> lines) => new(metric, [.. lines.SelectMany(MetricPoint.Of)]);
}

/// <summary>The value of a bucket.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Value">The value.</param>
/// <param name="Dimensions">What the point is about besides its metric: a JSON object, empty for totals.</param>
public sealed record MetricPoint(DateTimeOffset Start, double Value, JsonElement Dimensions)
{
    internal static IEnumerable<MetricPoint> Of(MetricLine line)
    {
        var about = new JsonObject();
        if (line.Dimension.Length > 0)
            about[line.Dimension] = line.Value;
        var dimensions = JsonSerializer.SerializeToElement(about);
        return line.Points.Select(point => new MetricPoint(point.Start, point.Value, dimensions));
    }
}
