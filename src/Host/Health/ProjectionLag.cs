using System.Diagnostics.Metrics;
using Platform.Contracts;
using Platform.Projections.Status;

namespace Platform.Host.Health;

/// <summary>Publishes how far each projection is behind, read every few seconds so that scraping asks no database.</summary>
internal sealed class ProjectionLag(ProjectionStatusQuery projections, TimeProvider clock, ILogger<ProjectionLag> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private volatile IReadOnlyList<ProjectionStatus> _latest = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Gauge("platform.projection.lag", "s", "Age of the oldest event that a projection has not seen.", projection => projection.Lag.TotalSeconds);
        Gauge("platform.projection.lag.events", "{event}", "Events that a projection has not seen.", projection => Math.Max(0, projection.HighWater - projection.Sequence));
        Gauge("platform.projection.skipped", "{event}", "Events that a projection left out because applying them failed.", projection => projection.Skipped);
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                _latest = await projections.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The lag of the projections is not known: {Problem}", failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Gauge(string name, string unit, string description, Func<ProjectionStatus, double> value) =>
        Instruments.Projections.CreateObservableGauge(name, () => _latest.Select(projection =>
            new Measurement<double>(value(projection), new KeyValuePair<string, object?>("projection", projection.Name))), unit, description);
}
