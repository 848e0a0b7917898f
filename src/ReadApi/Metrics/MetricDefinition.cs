using Platform.Projections.Metrics;

namespace Platform.ReadApi.Metrics;

/// <summary>A metric that series are kept of.</summary>
/// <param name="Name">What questions call it.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Description">What it counts.</param>
/// <param name="Unit">What its numbers are.</param>
/// <param name="Dimensions">By what it can be told apart.</param>
/// <param name="Watched">Whether a detector watches it minute by minute.</param>
public sealed record MetricDefinition(string Name, string Label, string Description, MetricUnit Unit, IReadOnlyList<string> Dimensions, bool Watched)
{
    internal static IReadOnlyList<MetricDefinition> All { get; } =
        [.. Metric.All.Select(metric => new MetricDefinition(metric.Name, metric.Label, metric.Description, metric.Unit, metric.Dimensions, metric.Watched))];
}
