namespace Platform.Contracts.Forecasts;

/// <summary>Asks how a series goes on.</summary>
/// <param name="Values">The history, evenly spaced.</param>
/// <param name="Horizon">How many values to give.</param>
/// <param name="Seasons">Lengths of its seasons, in values.</param>
public sealed record AskForecast(IReadOnlyList<double> Values, int Horizon, IReadOnlyList<int> Seasons);

/// <summary>How a series goes on, and how well that was told of what is known.</summary>
/// <param name="Problem">What to change; null when there is an answer.</param>
/// <param name="Model">The models that it comes from.</param>
/// <param name="Smape">Symmetric mean absolute percentage error of the back-test, 0 to 2.</param>
/// <param name="Mase">Mean absolute error of the back-test, in those of the seasonal naive model.</param>
/// <param name="Coverage">Share of the back-test's values within the 95 % interval.</param>
public sealed record ForecastAnswer(string? Problem, string Model, IReadOnlyList<ForecastStep> Steps, double Smape, double Mase, double Coverage);

/// <summary>A value to come, with the intervals that it lies in four times of five, and nineteen times of twenty.</summary>
public sealed record ForecastStep(double Value, double Lower80, double Upper80, double Lower95, double Upper95);
