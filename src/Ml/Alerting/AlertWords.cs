using System.Globalization;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>Says in words what a rule tells of.</summary>
internal static class AlertWords
{
    public static string Fired(AlertDefinition definition, string group, double figure)
    {
        var lasting = definition.For > TimeSpan.FromMinutes(1) ? $" for {Minutes(definition.For)}" : "";
        return $"{What(definition, group)}: {Figure(definition, figure)}{Window(definition)}, which is {Condition(definition)}{lasting}.";
    }

    public static string Recovered(AlertDefinition definition, string group, double figure) =>
        $"{What(definition, group)}: {Figure(definition, figure)}{Window(definition)}, which is not {Condition(definition)} any more.";

    public const string SwitchedOff = "The rule is not watched any more.";

    private static string What(AlertDefinition definition, string group) =>
        Of(definition).Label + (group.Length == 0 ? "" : $" of {definition.Dimension} {group}");

    private static AlertFigure Of(AlertDefinition definition) => AlertFigure.Find(definition.Metric) ?? AlertFigure.Conversion;

    private static string Window(AlertDefinition definition) => Of(definition).LongestWindow == TimeSpan.Zero ? "" : definition.Window > TimeSpan.FromMinutes(1) ? $" in {Minutes(definition.Window)}" : " in a minute";

    private static string Condition(AlertDefinition definition)
    {
        var condition = AlertCondition.Parse(definition.Condition).Condition!;
        var words = condition.Operator switch { ">" => "more than", ">=" => "at least", "<" => "less than", _ => "at most" };
        return $"{words} {Figure(definition, condition.Bound)}";
    }

    private static string Figure(AlertDefinition definition, double figure) => Of(definition).Unit switch
    {
        MetricUnit.Share => (figure * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
        MetricUnit.Milliseconds => figure.ToString("#,0", CultureInfo.InvariantCulture) + " ms",
        _ => figure.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    private static string Minutes(TimeSpan time) => time switch
    {
        { TotalMinutes: 1 } => "a minute",
        { TotalDays: >= 2, Hours: 0, Minutes: 0 } => $"{time.TotalDays.ToString("0", CultureInfo.InvariantCulture)} days",
        { TotalHours: >= 1, Minutes: 0 } => time.TotalHours == 1 ? "an hour" : $"{time.TotalHours.ToString("0", CultureInfo.InvariantCulture)} hours",
        _ => $"{time.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes",
    };
}
