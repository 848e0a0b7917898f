using Platform.Contracts.Forecasts;

namespace Platform.Ml.Forecasting;

/// <summary>Continues a series for whoever asks over the bus.</summary>
public static class AskForecastHandler
{
    /// <summary>Chooses, fits and continues.</summary>
    public static ForecastAnswer Handle(AskForecast question)
    {
        if (question.Values.Count < Forecaster.Fewest)
            return new ForecastAnswer($"There are {question.Values.Count} values so far; a forecast needs {Forecaster.Fewest} at least.", "", [], 0, 0, 0);
        var forecast = Forecaster.Run([.. question.Values], question.Horizon, [.. question.Seasons]);
        return new ForecastAnswer(null, forecast.Model,
            [.. forecast.Values.Select(value => new ForecastStep(value.Value, value.Lower80, value.Upper80, value.Lower95, value.Upper95))],
            forecast.BackTest.Smape, forecast.BackTest.Mase, forecast.BackTest.Coverage);
    }
}
