namespace Platform.ReadApi.Forecasts;

/// <summary>How a metric goes on.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Model">The models that the forecast comes from, weighed by how they did.</param>
/// <param name="Points">The buckets to come.</param>
/// <param name="Backtest">How well what is known would have been told.</param>
public sealed record Forecast(string Metric, string Model, IReadOnlyList<ForecastPoint> Points, ForecastAccuracy Backtest);

/// <summary>A bucket to come.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Value">The most likely value.</param>
/// <param name="Lower">Nineteen times of twenty the value is not below.</param>
/// <param name="Upper">Nineteen times of twenty the value is not above.</param>
/// <param name="Lower80">Four times of five the value is not below.</param>
/// <param name="Upper80">Four times of five the value is not above.</param>
public sealed record ForecastPoint(DateTimeOffset Start, double Value, double Lower, double Upper, double Lower80, double Upper80);

/// <summary>How a forecast did on the last part of what is known, from several origins.</summary>
/// <param name="Smape">Symmetric mean absolute percentage error, 0 to 2.</param>
/// <param name="Mase">Mean absolute error, in those of saying what was a season ago; below 1 is better than that.</param>
/// <param name="Coverage">Share of the values within the 95 % interval.</param>
public sealed record ForecastAccuracy(double Smape, double Mase, double Coverage);
