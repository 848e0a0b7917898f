using CsCheck;
using Platform.Ml.Forecasting;

namespace Platform.Tests.Unit.Forecasting;

public class ForecasterTests
{
    // Monthly totals of international airline passengers, in thousands, 1949 to 1960 (Box and Jenkins, 1976).
    private static readonly double[] Passengers =
    [
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
        145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
        196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
        242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
        315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
        360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
    ];

    [Fact]
    public void A_classic_series_is_forecast_in_well_under_the_error_of_the_seasonal_naive_model()
    {
        var (history, came) = (Passengers[..^24], Passengers[^24..]);
        var forecast = Forecaster.Run(history, 24, 12);
        var naive = new SeasonalNaive(12).Continue(history, 24);

        Assert.InRange(Error(forecast.Values.Select(value => value.Value), came) / Error(naive, came), 0, 0.75);
        Assert.InRange(came.Zip(forecast.Values).Count(pair => pair.First >= pair.Second.Lower95 && pair.First <= pair.Second.Upper95), 22, 24);
        Assert.InRange(forecast.BackTest.Mase, 0.01, 1.5);
    }

    [Fact]
    public void A_series_that_repeats_exactly_is_continued_exactly() =>
        Gen.Select(Gen.Int[2, 8], Gen.Double[-100, 100].Array[8], Gen.Int[4, 8]).Sample((period, shape, cycles) =>
        {
            double[] values = [.. Enumerable.Range(0, period * cycles).Select(i => shape[i % period])];
            var forecast = Forecaster.Run(values, period, period);

            for (var step = 0; step < period; step++)
                Assert.Equal(shape[step], forecast.Values[step].Value, 0.02 * (1 + shape.Max(Math.Abs)));
        }, iter: 20);

    [Fact]
    public void Two_seasons_at_once_are_learnt()
    {
        double Of(int hour) => 50 + 10 * Math.Sin(2 * Math.PI * hour / 24) + 20 * Math.Cos(2 * Math.PI * hour / 168);
        double[] values = [.. Enumerable.Range(0, 168 * 4).Select(Of)];
        var forecast = Forecaster.Run(values, 168, 24, 168);

        Assert.All(Enumerable.Range(0, 168), step => Assert.Equal(Of(values.Length + step), forecast.Values[step].Value, 3.0));
    }

    [Fact]
    public void Intervals_hold_the_value_and_the_narrower_lies_in_the_wider_whatever_the_series() =>
        Gen.Double[-1e3, 1e3].Array[Forecaster.Fewest, 60].Sample(values =>
            Assert.All(Forecaster.Run(values, 5).Values, value =>
            {
                Assert.True(double.IsFinite(value.Value));
                Assert.True(value.Lower95 <= value.Lower80 && value.Lower80 <= value.Value && value.Value <= value.Upper80 && value.Upper80 <= value.Upper95);
            }), iter: 25);

    [Fact]
    public void Intervals_of_a_noisy_season_cover_what_they_say()
    {
        var random = new Random(3);
        var (in80, in95, count) = (0, 0, 0);
        for (var series = 0; series < 25; series++)
        {
            double[] values = [.. Enumerable.Range(0, 120).Select(i => 100 + 20 * Math.Sin(2 * Math.PI * i / 7) + 5 * Normal(random))];
            foreach (var (told, came) in Forecaster.Run(values[..^7], 7, 7).Values.Zip(values[^7..]))
            {
                in80 += came >= told.Lower80 && came <= told.Upper80 ? 1 : 0;
                in95 += came >= told.Lower95 && came <= told.Upper95 ? 1 : 0;
                count++;
            }
        }

        Assert.InRange((double)in80 / count, 0.74, 0.9);
        Assert.InRange((double)in95 / count, 0.9, 0.995);
    }

    [Fact]
    public void A_gap_is_filled_by_a_straight_line() =>
        Assert.Equal([1, 1, 2, 3, 3], Gaps.Fill([double.NaN, 1, double.NaN, 3, double.NaN]));

    [Fact]
    public void The_step_of_a_series_tells_its_seasons_and_what_comes_next()
    {
        var start = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero).AddDays(-30);
        var months = Spacing.Of([.. Enumerable.Range(0, 30).Select(month => start.AddMonths(month))]);
        var hours = Spacing.Of([.. Enumerable.Range(0, 30).Select(hour => start.AddHours(hour))]);

        Assert.Equal([12], months.Seasons);
        Assert.Equal(start.AddMonths(31), months.After(start.AddMonths(29), 2));
        Assert.Equal([24, 168], hours.Seasons);
    }

    [Fact]
    public void The_least_of_a_bowl_is_found() =>
        Gen.Double[-5, 5].Array[1, 4].Sample(lowest =>
        {
            var found = NelderMead.Minimise(
                point => point.Zip(lowest, (a, b) => (a - b) * (a - b)).Sum(), new double[lowest.Length], [.. lowest.Select(_ => 1.0)], 2_000);
            Assert.InRange(found.Zip(lowest, (a, b) => (a - b) * (a - b)).Sum(), 0, 0.02);
        });

    private static double Error(IEnumerable<double> told, double[] came) => told.Zip(came, (a, b) => Math.Abs(a - b)).Average();

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
