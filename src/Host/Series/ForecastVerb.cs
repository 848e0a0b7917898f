using System.Globalization;
using Platform.Ml.Forecasting;

namespace Platform.Host.Series;

/// <summary><c>forecast --csv FILE --horizon N [--season M[,M2]]</c>: the next values of a series with their 80 % and 95 % intervals.</summary>
internal static class ForecastVerb
{
    public const string Usage = "forecast --csv FILE --horizon N [--season M[,M2]]";
    private const int LongestHorizon = 100_000;

    public static async Task RunAsync(Flags flags, TextWriter output)
    {
        var horizon = flags.Number("horizon", 1, LongestHorizon);
        var rows = await SeriesFile.ReadAsync(flags.Text("csv"));
        if (rows.Count(row => double.IsFinite(row.Value)) < Forecaster.Fewest)
            throw new StartupProblemException($"The series has fewer than {Forecaster.Fewest} values; a forecast needs more history.");
        var spacing = Spacing.Of([.. rows.Select(row => row.At)]);
        var seasons = flags.Has("season") ? flags.Numbers("season", 1, 1_000_000) : spacing.Seasons;
        var forecast = Forecaster.Run(Gaps.Fill([.. rows.Select(row => row.Value)]), horizon, seasons);
        await output.WriteLineAsync("timestamp,value,lower80,upper80,lower95,upper95");
        for (var step = 0; step < horizon; step++)
        {
            var (value, at) = (forecast.Values[step], spacing.After(rows[^1].At, step + 1));
            var numbers = new[] { value.Value, value.Lower80, value.Upper80, value.Lower95, value.Upper95 };
            await output.WriteLineAsync($"{Like(rows[^1].TimestampText, at)},{string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}");
        }
    }

    private static string Like(string sample, DateTimeOffset at) => at.UtcDateTime.ToString(
        sample.Length <= 10 && at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : sample.Contains('T', StringComparison.Ordinal) ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-dd HH:mm:ss",
        CultureInfo.InvariantCulture);
}
