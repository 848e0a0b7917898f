using System.Globalization;
using Platform.Ml.Detection;

namespace Platform.Host.Series;

/// <summary><c>detect --csv FILE</c>: each row again, with a score between 0 and 1 that knows only the rows before it; 0.5 and more is an anomaly.</summary>
internal static class DetectVerb
{
    public const string Usage = "detect --csv FILE";

    public static async Task RunAsync(Flags flags, TextWriter output)
    {
        var rows = await SeriesFile.ReadAsync(flags.Text("csv"));
        var detector = new RecordDetector();
        await output.WriteLineAsync("timestamp,value,anomaly_score");
        foreach (var row in rows)
            await output.WriteLineAsync($"{row.TimestampText},{row.ValueText},{detector.Score(row.At, row.Value).ToString("R", CultureInfo.InvariantCulture)}");
    }
}
