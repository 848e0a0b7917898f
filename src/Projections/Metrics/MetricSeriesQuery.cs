using Marten;
using Microsoft.Extensions.DependencyInjection;
using Platform.Projections.Exploration;
using Platform.Projections.Metrics.Influx;
using Platform.Projections.Questions;
using Platform.Projections.Trends;

namespace Platform.Projections.Metrics;

/// <summary>One series of a metric.</summary>
/// <param name="Dimension">By what it is told apart; empty for totals.</param>
/// <param name="Value">Its value of the dimension; empty for totals.</param>
/// <param name="Points">Every bucket of the range, in order.</param>
public sealed record MetricLine(string Metric, string Dimension, string Value, IReadOnlyList<MetricPoint> Points);

/// <summary>The value of a bucket.</summary>
public sealed record MetricPoint(DateTimeOffset Start, double Value);

/// <summary>Which values of a dimension; the greatest ones when there are none.</summary>
public sealed record DimensionChoice(string Dimension, IReadOnlyList<string> Values);

/// <summary>Reads series of metrics: what adds up from the rollups or their mirror, what does not from the exploration store.</summary>
public sealed class MetricSeriesQuery(IDocumentStore store, ExplorationStore exploration, IServiceProvider services)
{
    private readonly InfluxSeries? _mirror = services.GetService<InfluxSeries>();

    /// <summary>Lines of values that nobody chose.</summary>
    public const int MostLines = 10;

    /// <summary>The series in buckets of a minute, an hour or a day (UTC), every bucket of the range present: one line, or one for each value of the dimension.</summary>
    /// <exception cref="InvalidQuestionException">There is no such metric or dimension, or the range has too many buckets.</exception>
    public async Task<IReadOnlyList<MetricLine>> RunAsync(
        string tenant, string metric, TimeRange range, Granularity bucket, DimensionChoice? by, CancellationToken cancellation)
    {
        var question = Question(metric, range, bucket, by);
        var periods = Periods.In(bucket, null).Of(range);
        var rows = await RowsAsync(tenant, question, cancellation);
        IEnumerable<string> values = by switch
        {
            null => [""],
            { Values.Count: > 0 } => by.Values.Distinct(),
            _ => rows.GroupBy(row => row.Value).OrderByDescending(line => line.Sum(row => row.Number)).ThenBy(line => line.Key, StringComparer.Ordinal).Select(line => line.Key).Take(MostLines),
        };
        var found = rows.ToLookup(row => row.Value);
        return [.. values.Select(value =>
        {
            var numbers = found[value].ToDictionary(row => row.Start, row => row.Number);
            return new MetricLine(metric, by?.Dimension ?? MetricDimensions.None, value, [.. periods.Select(period => new MetricPoint(period.Start, numbers.GetValueOrDefault(period.Start)))]);
        })];
    }

    /// <summary>One figure for the whole range: in total, or by value of the dimension. Values of which nothing is known are left out, a total is not.</summary>
    /// <exception cref="InvalidQuestionException">There is no such metric or dimension.</exception>
    public async Task<IReadOnlyDictionary<string, double>> FiguresAsync(string tenant, string metric, TimeRange range, DimensionChoice? by, CancellationToken cancellation)
    {
        var question = Question(metric, range, Granularity.Hour, by) with { Whole = true };
        var rows = question.Metric.Source == MetricSource.Exploration
            ? await ExploredMetric.ReadAsync(exploration, tenant, question, cancellation)
            : await RolledUpMetric.ReadAsync(store, tenant, question, cancellation);
        var figures = rows.ToDictionary(row => row.Value, row => row.Number);
        foreach (var value in by?.Values ?? [""])
            figures.TryAdd(value, 0);
        return figures;
    }

    private Task<List<MetricRow>> RowsAsync(string tenant, MetricQuestion question, CancellationToken cancellation) => question.Metric.Source switch
    {
        MetricSource.Exploration => ExploredMetric.ReadAsync(exploration, tenant, question, cancellation),
        MetricSource.Drops => RolledUpMetric.DropsAsync(store, tenant, question, cancellation),
        _ => RolledUpAsync(tenant, question, cancellation),
    };

    private async Task<List<MetricRow>> RolledUpAsync(string tenant, MetricQuestion question, CancellationToken cancellation)
    {
        if (_mirror is null || question.Event is not null || await _mirror.ReadAsync(tenant, question, cancellation) is not { } mirrored)
            return await RolledUpMetric.ReadAsync(store, tenant, question, cancellation);
        var rest = mirrored.Until < question.Range.To
            ? await RolledUpMetric.ReadAsync(store, tenant, question with { Range = question.Range with { From = mirrored.Until } }, cancellation)
            : [];
        return [.. mirrored.Rows, .. rest];
    }

    // An event of a name is a metric of its own: the events, by their name.
    private static MetricQuestion Question(string name, TimeRange range, Granularity bucket, DimensionChoice? by)
    {
        if (name.StartsWith(OfEvent, StringComparison.Ordinal) && by is null)
            return new MetricQuestion(Metric.Find("events")!, range, bucket, null, name[OfEvent.Length..]);
        var metric = Metric.Find(name)
            ?? throw new InvalidQuestionException($"There is no metric '{name}'; ask for {string.Join(", ", Metric.All.Select(known => known.Name))}, or event:NAME.");
        if (by is not null && !metric.Dimensions.Contains(by.Dimension))
            throw new InvalidQuestionException($"'{name}' is not told apart by '{by.Dimension}', but by {string.Join(", ", metric.Dimensions)}.");
        if (metric.Source == MetricSource.Drops && bucket == Granularity.Minute)
            throw new InvalidQuestionException("Refused events are counted by the hour; ask for buckets of an hour or a day.");
        return new MetricQuestion(metric, range, bucket, by, null);
    }

    private const string OfEvent = "event:";
}

/// <summary>A question as it goes to the store that answers it.</summary>
internal sealed record MetricQuestion(Metric Metric, TimeRange Range, Granularity Bucket, DimensionChoice? By, string? Event)
{
    /// <summary>Whether the range is one bucket.</summary>
    public bool Whole { get; init; }
}

/// <summary>A bucket that is not empty.</summary>
internal sealed record MetricRow(string Value, DateTimeOffset Start, double Number);
