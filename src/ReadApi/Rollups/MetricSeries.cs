using System.Text.Json;
using Platform.Projections.Questions;
using Found = Platform.Projections.Rollups.MetricSeries;

namespace Platform.ReadApi.Rollups;

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

/// <summary>A rolled-up series.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Points">Every bucket of the range, in order.</param>
public sealed record MetricSeries(string Metric, IReadOnlyList<MetricPoint> Points)
{
    private static readonly JsonElement None = JsonElement.Parse("{}");

    internal static Granularity Granularity(Bucket bucket) => bucket switch
    {
        Bucket.Minute => Projections.Questions.Granularity.Minute,
        Bucket.Hour => Projections.Questions.Granularity.Hour,
        _ => Projections.Questions.Granularity.Day,
    };

    internal static MetricSeries Of(Found series) =>
        new(series.Metric, [.. series.Points.Select(point => new MetricPoint(point.Start, point.Value, None))]);
}

/// <summary>The value of a bucket.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Value">The value.</param>
/// <param name="Dimensions">What the point is about besides its metric: a JSON object, empty for totals.</param>
public sealed record MetricPoint(DateTimeOffset Start, double Value, JsonElement Dimensions);
