using System.Globalization;
using Platform.Contracts.Anomalies;
using Platform.Projections.Metrics;
using Platform.Projections.Questions;

namespace Platform.Ml.Watching;

/// <summary>Says in words what a series shows, and which values of its dimensions contributed most.</summary>
internal static class Explanation
{
    private const int MostParts = 3;
    private const double LeastShare = 0.15;

    public static string Of(Finding finding, TenantWatch watch)
    {
        var (change, series) = (finding.Change, finding.Series);
        var name = (Metric.Find(series.Metric)?.Label ?? series.Metric) + (series.Dimension.Length == 0 ? "" : $" of {series.Dimension} {series.Value}");
        var minutes = change.Minutes == 1 ? "in one minute" : $"in {change.Minutes} minutes";
        var figures = $"{Number(change.Observed)} {minutes} where {Number(change.Expected)} were expected";
        var first = change.Kind switch
        {
            AnomalyKind.Outage => $"{name} came to a halt: {figures}.",
            AnomalyKind.LevelShift => $"{name} went to another level and stay there: {figures}, {Ratio(change)}.",
            AnomalyKind.TrendChange => $"{name} have been {(change.Score > 0 ? "rising" : "falling")} for hours against what is usual: {figures}.",
            AnomalyKind.SeasonalityChange => $"The day of {name.ToLowerInvariant()} has another shape than before: {figures}.",
            _ => $"{name}: {figures}, {Ratio(change)}.",
        };
        return series.Dimension.Length == 0 && Parts(finding, watch) is { Count: > 0 } parts ? $"{first} Most of it: {string.Join(", ", parts)}." : first;
    }

    private static List<string> Parts(Finding finding, TenantWatch watch)
    {
        var sign = Math.Sign(finding.Change.Observed - finding.Change.Expected);
        var parts = watch.Differences(finding.Series.Metric)
            .Where(part => Math.Sign(part.Difference) == sign && part.Series.Value != Breakdown.Missing && part.Series.Value != Breakdown.Other)
            .OrderByDescending(part => Math.Abs(part.Difference)).ThenBy(part => part.Series.Dimension, StringComparer.Ordinal).ThenBy(part => part.Series.Value, StringComparer.Ordinal).ToList();
        var most = parts.Count == 0 ? 0 : Math.Abs(parts[0].Difference);
        return [.. parts.Where(part => Math.Abs(part.Difference) >= LeastShare * most && most > 0).DistinctBy(part => part.Series.Dimension).Take(MostParts)
            .Select(part => $"{part.Series.Dimension} {part.Series.Value} ({(sign > 0 ? "+" : "−")}{Number(Math.Abs(part.Difference))} a minute)")];
    }

    private static string Ratio(Change change)
    {
        var ratio = change.Observed / Math.Max(1e-9, change.Expected);
        return ratio switch
        {
            >= 2 => $"{ratio.ToString("0.#", CultureInfo.InvariantCulture)} times as many as usual",
            >= 1 => $"{((ratio - 1) * 100).ToString("0", CultureInfo.InvariantCulture)} % more than usual",
            _ => $"{((1 - ratio) * 100).ToString("0", CultureInfo.InvariantCulture)} % less than usual",
        };
    }

    private static string Number(double value) =>
        value.ToString(value < 10 ? "0.#" : "#,0", CultureInfo.InvariantCulture);
}
