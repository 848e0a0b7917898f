namespace Platform.Ml.Forecasting;

/// <summary>Exponential smoothing in state-space form, with parameters and starting states of greatest likelihood.</summary>
public sealed class EtsModel : ForecastModel
{
    private const double Least = 1e-4;
    private const int OptimisedSeason = 24;

    private readonly EtsForm _form;
    private readonly int _period;
    private readonly double[] _parameters;

    private EtsModel(EtsForm form, int period, double[] parameters, double aicc) => (_form, _period, _parameters, Aicc) = (form, period, parameters, aicc);

    /// <summary>Akaike's criterion with its correction for few observations: the smaller, the better it explains for its size.</summary>
    public double Aicc { get; }

    /// <inheritdoc />
    public override string Name => _form.Name;

    /// <summary>Fits every form and keeps the one with the least criterion; null when the series is too short for any.</summary>
    /// <param name="period">Length of the season; 1 for none. Two whole seasons are needed, else it counts as none.</param>
    public static EtsModel? Best(double[] values, int period)
    {
        var seasonal = period > 1 && period <= OptimisedSeason && values.Length >= 2 * period + 2;
        return EtsForm.Candidates(seasonal, values.All(value => value > 0))
            .Select(form => Fit(values, form.Season == EtsPart.None ? 1 : period, form))
            .Where(model => double.IsFinite(model.Aicc)).MinBy(model => model.Aicc);
    }

    /// <summary>Fits one form.</summary>
    public static EtsModel Fit(double[] values, int period, EtsForm form)
    {
        var start = EtsStart.Of(values, period, form.Season);
        var scale = Math.Max(1e-12, Deviation(values));
        var (initial, step) = (new List<double> { 0.3 }, new List<double> { 0.15 });
        void Add(double value, double by) => (initial, step) = ([.. initial, value], [.. step, by]);
        if (form.Trend != EtsPart.None)
            Add(0.05, 0.04);
        if (form.Trend == EtsPart.Damped)
            Add(0.95, -0.05);
        if (form.Season != EtsPart.None)
            Add(0.1, 0.08);
        Add(start.Level, 0.1 * scale);
        if (form.Trend != EtsPart.None)
            Add(start.Slope, 0.02 * scale);
        foreach (var index in start.Season.Take(start.Season.Length - 1))
            Add(index, form.Season == EtsPart.Additive ? 0.1 * scale : 0.05);
        double Cost(double[] parameters) => new EtsModel(form, period, parameters, 0).Run(values, null).Likelihood;
        var best = NelderMead.Minimise(Cost, [.. initial], [.. step], 400 * initial.Count);
        best = NelderMead.Minimise(Cost, best, [.. step.Select(by => by / 3)], 200 * initial.Count);
        var (likelihood, count) = (Cost(best), best.Length + 1);
        var aicc = values.Length - count - 1 <= 0 ? double.PositiveInfinity
            : likelihood + 2 * count + 2.0 * count * (count + 1) / (values.Length - count - 1);
        return new EtsModel(form, period, best, likelihood >= double.MaxValue ? double.PositiveInfinity : aicc);
    }

    /// <inheritdoc />
    public override double[] Continue(ReadOnlySpan<double> history, int horizon)
    {
        var forecast = new double[horizon];
        Run(history, forecast);
        return forecast;
    }

    // One pass over the history; the recursions are the same for added and multiplied errors, only the likelihood differs.
    private (double Likelihood, double Variance) Run(ReadOnlySpan<double> values, double[]? forecast)
    {
        var (alpha, beta, phi, gamma, level, slope, season) = Unpack();
        if (!(alpha is > Least and < 1 - Least) || beta < 0 || beta > alpha || gamma < 0 || gamma > 1 - alpha || phi is < 0.8 or > 0.98 and not 1)
            return (double.MaxValue, 0);
        var multiplied = _form.Error == EtsPart.Multiplicative;
        var (squares, logs) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var usual = level + phi * slope;
            ref var index = ref season[i % season.Length];
            var expected = Combine(usual, index);
            var error = values[i] - expected;
            if (multiplied)
            {
                if (Math.Abs(expected) < 1e-10)
                    return (double.MaxValue, 0);
                error /= expected;
                logs += Math.Log(Math.Abs(expected));
            }
            squares += error * error;
            var seen = _form.Season switch { EtsPart.None => values[i], EtsPart.Additive => values[i] - index, _ => values[i] / index };
            level = usual + alpha * (seen - usual);
            slope = phi * slope + (alpha == 0 ? 0 : beta / alpha) * (level - usual);
            index = _form.Season switch
            {
                EtsPart.None => index,
                EtsPart.Additive => index + gamma * (values[i] - usual - index),
                _ => index + gamma * (values[i] / usual - index),
            };
        }
        var damping = 0.0;
        for (var step = 0; step < forecast?.Length; step++)
        {
            damping = _form.Trend == EtsPart.None ? 0 : damping + Math.Pow(phi, step + 1);
            forecast[step] = Combine(level + damping * slope, season[(values.Length + step) % season.Length]);
        }
        return (values.Length * Math.Log(squares + 1e-300) + 2 * logs, squares / values.Length);
    }

    private double Combine(double usual, double index) => _form.Season switch { EtsPart.None => usual, EtsPart.Additive => usual + index, _ => usual * index };

    private (double Alpha, double Beta, double Phi, double Gamma, double Level, double Slope, double[] Season) Unpack()
    {
        var next = 0;
        var alpha = _parameters[next++];
        var beta = _form.Trend == EtsPart.None ? 0 : _parameters[next++];
        var phi = _form.Trend == EtsPart.Damped ? _parameters[next++] : 1;
        var gamma = _form.Season == EtsPart.None ? 0 : _parameters[next++];
        var level = _parameters[next++];
        var slope = _form.Trend == EtsPart.None ? 0 : _parameters[next++];
        if (_form.Season == EtsPart.None)
            return (alpha, beta, phi, gamma, level, slope, [0]);
        var season = new double[_period];
        _parameters.AsSpan(next).CopyTo(season);
        season[^1] = (_form.Season == EtsPart.Additive ? 0 : _period) - season.AsSpan(0, _period - 1).ToArray().Sum();
        return (alpha, beta, phi, gamma, level, slope, season);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
