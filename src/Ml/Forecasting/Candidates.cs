namespace Platform.Ml.Forecasting;

/// <summary>The models that a series could be continued by, each fitted to it.</summary>
internal static class Candidates
{
    private const int LongestEts = 24;
    private const int EtsCycles = 30;
    private const int EtsValues = 240;

    /// <summary>All that fit; always at least the seasonal naive one.</summary>
    public static Dictionary<string, ForecastModel> Fit(double[] values, int[] seasons)
    {
        var period = seasons.Length == 0 ? 1 : seasons[0];
        var models = new Dictionary<string, ForecastModel> { ["naive"] = new SeasonalNaive(seasons.Length == 0 ? 1 : values.Length >= 2 * seasons[^1] ? seasons[^1] : period) };
        void Add(string family, ForecastModel? model)
        {
            if (model is not null && Array.TrueForAll(model.Continue(values, 1), double.IsFinite))
                models[family] = model;
        }
        if (values.Length >= 8 && seasons.Length < 2 && period <= LongestEts)
        {
            // The far past says little of how to smooth now, and takes long.
            Add("ets", EtsModel.Best(values[^Math.Min(values.Length, Math.Max(EtsValues, EtsCycles * period))..], period));
            Add("theta", ThetaModel.Fit(values, period));
        }
        if (values.Length >= 20)
            Add("autoregression", AutoregressiveModel.Fit(values, period));
        if (seasons.Length > 0)
            Add("seasons", SeasonsModel.Fit(values, seasons));
        return models;
    }
}
