namespace Platform.Tests.Unit.Watching;

/// <summary>What is put into a simulated series.</summary>
internal enum Planted
{
    Nothing,
    Spike,
    Drop,
    Outage,
    LevelShift,
    Seasonality,
    Ramp,
}

/// <summary>A simulated series by the minute, and where something was put into it.</summary>
internal sealed record SimulatedSeries(Planted Kind, double[] Values, IReadOnlyList<(int From, int To)> Planted, double Rate);

/// <summary>
/// Traffic of a site as nobody's detector has seen it: 3 to 2,000 a minute, a daily profile of two waves, another weekend,
/// overdispersed counts (negative binomial), and a level that wobbles. Everything follows from the seed. Abrupt events are six
/// standard deviations of count noise and 6 % model error or more, counted over ten minutes for outages.
/// </summary>
internal sealed class SimulatedTraffic(int seed)
{
    public const int Week = 7 * 24 * 60;
    public const int Learning = 3 * Week;
    public const int Length = 5 * Week;

    private const int Day = 24 * 60;
    private const double ModelError = 0.06;
    private const double Wobble = 0.03;
    private const double WobbleMinutes = 180;

    private readonly Random _random = new(seed);

    /// <summary>A series with events of one kind, one or two a week after three weeks of nothing.</summary>
    public SimulatedSeries Next(Planted kind)
    {
        while (true)
        {
            var rate = Math.Exp(Math.Log(3) + _random.NextDouble() * Math.Log(2_000.0 / 3));
            var dispersion = 1 + _random.NextDouble();
            var rates = Rates(rate);
            if (Plant(kind, rates, dispersion) is { } planted)
                return new SimulatedSeries(kind, [.. rates.Select(mean => (double)Count(mean, dispersion))], planted, rate);
        }
    }

    private double[] Rates(double rate)
    {
        var (day, half) = (0.3 + 0.5 * _random.NextDouble(), 0.25 * _random.NextDouble());
        var (phase, second) = (_random.NextDouble() * 2 * Math.PI, _random.NextDouble() * 2 * Math.PI);
        var weekend = 0.5 + 0.6 * _random.NextDouble();
        var (rates, wobble) = (new double[Length], 0.0);
        for (var minute = 0; minute < Length; minute++)
        {
            wobble += -wobble / WobbleMinutes + Wobble * Math.Sqrt(2 / WobbleMinutes) * Normal();
            rates[minute] = rate * Shape(minute, day, half, phase, second, weekend) * Math.Exp(wobble);
        }
        return rates;
    }

    private static double Shape(int minute, double day, double half, double phase, double second, double weekend)
    {
        var angle = 2 * Math.PI * (minute % Day) / Day;
        var wave = 1 + day * Math.Sin(angle + phase) + half * Math.Sin(2 * angle + second);
        return Math.Max(0.08, wave) * (minute / Day % 7 >= 5 ? weekend : 1);
    }

    private List<(int, int)>? Plant(Planted kind, double[] rates, double dispersion)
    {
        var planted = new List<(int From, int To)>();
        for (var week = Learning; week < Length && kind != Planted.Nothing; week += Week)
        {
            var from = week + Day / 2 + _random.Next(Week - 3 * Day);
            if (kind is Planted.LevelShift or Planted.Seasonality or Planted.Ramp && planted.Count > 0)
                break;
            if (PlantOne(kind, rates, dispersion, from) is not { } to)
                return null;
            planted.Add((from, to));
        }
        return planted;
    }

    private int? PlantOne(Planted kind, double[] rates, double dispersion, int from)
    {
        var minutes = 5 + _random.Next(16);
        var mean = rates[from];
        var noise = 6 * Math.Sqrt(dispersion * mean + ModelError * ModelError * mean * mean) * (1 + _random.NextDouble());
        switch (kind)
        {
            case Planted.Spike:
                return Change(rates, from, minutes, value => value + noise);
            case Planted.Drop:
                return noise >= 0.85 * mean ? null : Change(rates, from, minutes, value => Math.Max(0.05 * value, value - noise));
            case Planted.Outage:
                return 10 * mean < 6 * Math.Sqrt(dispersion * 10 * mean + 100 * ModelError * ModelError * mean * mean) ? null : Change(rates, from, minutes + 10, _ => 0);
            case Planted.LevelShift:
                var factor = _random.Next(2) == 0 ? 1.4 + 0.6 * _random.NextDouble() : 0.4 + 0.3 * _random.NextDouble();
                return 60 * mean * Math.Abs(factor - 1) < 6 * Math.Sqrt(dispersion * 60 * mean) ? null : Change(rates, from, Length - from, value => value * factor);
            case Planted.Ramp:
                var end = _random.Next(2) == 0 ? 1.7 + 0.8 * _random.NextDouble() : 0.35 + 0.2 * _random.NextDouble();
                for (var minute = from; minute < Length; minute++)
                    rates[minute] *= Math.Exp(Math.Log(end) * Math.Min(1, (minute - from) / 480.0));
                return mean < 10 ? null : Length;
            default:
                var hours = 4 + _random.Next(5);
                Array.Copy(Shifted(rates, from, hours * 60), 0, rates, from, Length - from);
                return mean < 10 ? null : Length;
        }
    }

    // The day comes some hours later from now on.
    private static double[] Shifted(double[] rates, int from, int minutes) =>
        [.. Enumerable.Range(from, Length - from).Select(minute => rates[minute - minutes])];

    private static int Change(double[] rates, int from, int minutes, Func<double, double> to)
    {
        for (var minute = from; minute < from + minutes; minute++)
            rates[minute] = to(rates[minute]);
        return from + minutes;
    }

    private long Count(double mean, double dispersion) => mean <= 0 ? 0 : Poisson(Gamma(mean / (dispersion - 1)) * (dispersion - 1));

    private long Poisson(double mean)
    {
        if (mean > 60)
            return (long)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal() + (Normal() * Normal() - 1) / 6));
        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0L);
        for (; product > limit; count++)
            product *= _random.NextDouble();
        return count;
    }

    // Marsaglia and Tsang (2000).
    private double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(_random.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + x / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - _random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
