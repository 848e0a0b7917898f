using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Projections.Status;

namespace Platform.Host.Health;

/// <summary>Ready means: the database answers, and no projection lags more than the setting <c>Health:LongestLag</c> (30 s).</summary>
internal sealed class ReadyCheck(ProjectionStatusQuery projections, IConfiguration configuration) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var longest = configuration.GetValue("Health:LongestLag", TimeSpan.FromSeconds(30));
        var all = await projections.RunAsync(cancellationToken);
        var data = all.ToDictionary(projection => projection.Name, object (projection) => $"{projection.Sequence}/{projection.HighWater}, lag {projection.Lag.TotalSeconds:F1} s");
        var late = all.Where(projection => projection.Lag > longest).Select(projection => projection.Name).ToList();
        return late.Count == 0
            ? HealthCheckResult.Healthy("Every projection is current.", data)
            : HealthCheckResult.Unhealthy($"These lag more than {longest.TotalSeconds:F0} s: {string.Join(", ", late)}.", data: data);
    }
}
