using Platform.Contracts.Forecasts;
using Platform.Projections.Metrics;
using Platform.Projections.Questions;
using Platform.ReadApi.Metrics;
using Wolverine;

namespace Platform.ReadApi.Forecasts;

/// <summary>Asks for the history of a metric, and has it continued.</summary>
public sealed class ForecastQuery(MetricSeriesQuery series, IMessageBus bus, TimeProvider clock)
{
    private const int LongestHorizon = 1_000;

    /// <summary>The buckets after the last complete one.</summary>
    /// <exception cref="InvalidQuestionException">It cannot be forecast as asked.</exception>
    public async Task<Forecast> RunAsync(string tenant, string metric, TimeSpan horizon, Bucket bucket, DimensionChoice? by, CancellationToken cancellation)
    {
        var (length, history, seasons) = bucket switch
        {
            Bucket.Minute => (TimeSpan.FromMinutes(1), TimeSpan.FromHours(12), Array.Empty<int>()),
            Bucket.Hour => (TimeSpan.FromHours(1), TimeSpan.FromDays(35), [24, 168]),
            _ => (TimeSpan.FromDays(1), TimeSpan.FromDays(400), [7]),
        };
        var steps = (int)Math.Ceiling(horizon / length);
        if (steps is < 1 or > LongestHorizon)
            throw new InvalidQuestionException($"'horizon' must be between one bucket and {LongestHorizon} of them.");
        if (by is { Values.Count: not 1 })
            throw new InvalidQuestionException("A forecast is of one series; give one value of the dimension.");
        var now = clock.GetUtcNow();
        var end = new DateTimeOffset(now.UtcTicks - now.UtcTicks % length.Ticks, TimeSpan.Zero);
        var points = (await series.RunAsync(tenant, metric, new TimeRange(end - history, end), bucket.Granularity(), by, cancellation))[0].Points;
        // Before the first event there is no series, rather than one of zeroes.
        var values = points.SkipWhile(point => point.Value == 0).Select(point => point.Value).ToList();
        var answer = await bus.InvokeAsync<ForecastAnswer>(new AskForecast(values, steps, seasons), cancellation, TimeSpan.FromMinutes(1));
        if (answer.Problem is { } problem)
            throw new InvalidQuestionException(problem);
        // None of the metrics can be negative.
        static double Bounded(double value) => Math.Max(0, value);
        return new Forecast(metric, answer.Model,
            [.. answer.Steps.Select((step, i) => new ForecastPoint(end + length * i, Bounded(step.Value), Bounded(step.Lower95), Bounded(step.Upper95), Bounded(step.Lower80), Bounded(step.Upper80)))],
            new ForecastAccuracy(answer.Smape, answer.Mase, answer.Coverage));
    }
}
