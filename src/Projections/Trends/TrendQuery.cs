using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>Answers trends from the exploration store.</summary>
public sealed class TrendQuery(ExplorationStore store, TimeProvider clock)
{
    private const int MostBreakdowns = 3;

    /// <summary>Answers a trend.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be answered as asked.</exception>
    public async Task<Trend> RunAsync(string tenant, TrendInput input, CancellationToken cancellation)
    {
        Check(input);
        var formula = input.Formula is { } text ? Formula.Of(text, [.. input.Series.Select(Key)]) : null;
        var now = input.AsOf ?? clock.GetUtcNow();
        var lines = new List<TrendSeries>();
        IReadOnlyList<string>? common = null;
        foreach (var (series, index) in input.Series.Select((series, index) => (series, index)))
        {
            var current = await LinesAsync(tenant, input, series, input.Range, common, now, cancellation);
            IReadOnlyList<string> values = [.. current.Select(line => line.Value).OfType<string>().Where(value => value != Breakdown.Other)];
            // A formula's lines are those of its first series: else one series' value were another's "other".
            if (formula is not null)
                common ??= values;
            var previous = input.ComparePrevious ? await LinesAsync(tenant, input, series, input.Range.Previous(), values, now, cancellation) : null;
            lines.AddRange(current.Select(line => new TrendSeries(
                Key(series, index), series.Match.Label ?? series.Match.Name, Parts(line.Value, input), line.Points, line.Total,
                previous is null ? null : previous.FirstOrDefault(before => before.Value == line.Value)?.Points ?? Zeroes(input, input.Range.Previous(), now))));
        }
        if (formula is not null)
            lines = Combined(formula, input, lines, now);
        return new Trend([.. lines.Select(line => Smoothed(line, input.MovingAverage))], now);
    }

    private static string Key(SeriesInput series, int index) => series.Key ?? ((char)('A' + index)).ToString();

    private static string[] Parts(string? value, TrendInput input) => value switch
    {
        null => [],
        Breakdown.Other => [.. input.Breakdowns.Select(_ => Breakdown.Other)],
        _ => value.Split(TrendStatement.Separator),
    };

    private static List<TrendSeries> Combined(Formula formula, TrendInput input, List<TrendSeries> lines, DateTimeOffset now) =>
        [.. lines.GroupBy(line => string.Join(TrendStatement.Separator, line.Breakdown)).Select(group =>
        {
            var byKey = group.ToDictionary(line => line.Key);
            List<TrendPoint> Points(TimeRange range, Func<TrendSeries, IReadOnlyList<TrendPoint>> points) => [.. Zeroes(input, range, now).Select((zero, place) =>
                zero with { Value = formula.Value(key => byKey.TryGetValue(key, out var line) ? points(line)[place].Value : 0) })];
            return new TrendSeries(
                input.Formula!, input.Formula!, group.First().Breakdown, Points(input.Range, line => line.Points),
                formula.Value(key => byKey.TryGetValue(key, out var line) ? line.Total : 0),
                input.ComparePrevious ? Points(input.Range.Previous(), line => line.Previous!) : null);
        })];

    private static TrendSeries Smoothed(TrendSeries line, int? over) => over is not { } periods ? line : line with
    {
        MovingAverage = [.. line.Points.Select((point, place) => point with
        {
            Value = line.Points.Skip(Math.Max(0, place - periods + 1)).Take(Math.Min(periods, place + 1)).Average(before => before.Value),
        })],
    };

    private async Task<List<Line>> LinesAsync(
        string tenant, TrendInput input, SeriesInput series, TimeRange range, IReadOnlyList<string>? values, DateTimeOffset now, CancellationToken cancellation)
    {
        var periods = Periods.In(input.Granularity, input.TimeZone);
        var rows = await store.QueryAsync(TrendStatement.Of(tenant, input, series, range, periods, values), reader => (
            Local: reader.IsDBNull(0) ? (DateTime?)null : reader.GetDateTime(0),
            Value: reader.IsDBNull(1) ? null : reader.GetString(1),
            Number: reader.IsDBNull(2) ? 0 : reader.GetDouble(2)), cancellation);
        var starts = periods.Of(range);
        var lines = rows.GroupBy(row => row.Value).Select(line =>
        {
            var numbers = line.Where(row => row.Local is not null).ToDictionary(row => row.Local!.Value, row => row.Number);
            return new Line(
                line.Key,
                [.. starts.Select(period => new TrendPoint(period.Start, numbers.GetValueOrDefault(period.Local), period.End <= now))],
                line.FirstOrDefault(row => row.Local is null).Number);
        }).OrderBy(line => line.Value == Breakdown.Other).ThenByDescending(line => line.Total).ThenBy(line => line.Value, StringComparer.Ordinal).ToList();
        return lines.Count == 0 && input.Breakdowns.Count == 0 ? [new Line(null, Zeroes(input, range, now), 0)] : lines;
    }

    private static void Check(TrendInput input)
    {
        if (input.Series.Count is 0 or > 26)
            throw new InvalidQuestionException("A trend needs between 1 and 26 series.");
        if (input.Series.Select(Key).Distinct().Count() < input.Series.Count)
            throw new InvalidQuestionException("Two series of a trend have the same key.");
        if (input.Breakdowns.Count > MostBreakdowns)
            throw new InvalidQuestionException($"A trend can be broken down by at most {MostBreakdowns} properties.");
        if (input.TopK is < 1 or > 100)
            throw new InvalidQuestionException("'topK' must be between 1 and 100.");
        if (input.MovingAverage is < 2 or > 366)
            throw new InvalidQuestionException("'movingAverage' must be between 2 and 366 periods.");
        foreach (var series in input.Series)
            if (series is { Aggregate: >= Aggregate.Sum, Property: null })
                throw new InvalidQuestionException($"The aggregate {series.Aggregate} needs 'property', the numeric property to compute it of.");
    }

    private static List<TrendPoint> Zeroes(TrendInput input, TimeRange range, DateTimeOffset now) =>
        [.. Periods.In(input.Granularity, input.TimeZone).Of(range).Select(period => new TrendPoint(period.Start, 0, period.End <= now))];

    private sealed record Line(string? Value, IReadOnlyList<TrendPoint> Points, double Total);
}
