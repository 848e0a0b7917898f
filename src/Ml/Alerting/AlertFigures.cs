using Marten;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.Projections.Metrics;

namespace Platform.Ml.Alerting;

/// <summary>The figures of a rule when a minute had closed.</summary>
/// <param name="Groups">The figure by value of the rule's dimension, or by an empty one; null where nothing is known of the minute.</param>
public sealed record FigureMinute(long Minute, IReadOnlyDictionary<string, double>? Groups);

/// <summary>Reads what rules watch.</summary>
public sealed class AlertFigures
{
    private readonly MinuteFigures _minutes;
    private readonly AnomalyFigures _anomalies;
    private readonly PresentFigures _present;

    /// <summary>Over the store's read models, and those of this node that answer questions.</summary>
    public AlertFigures(IDocumentStore store, MinutesQuery minutes, IServiceProvider services) =>
        (_minutes, _anomalies, _present) = (new(store, minutes), new(store), new(store, services));

    /// <summary>The minutes from one to before another, each as it was known when it closed. What only the present tells is not known of the minutes before the last.</summary>
    public async Task<IReadOnlyList<FigureMinute>> ReadAsync(string tenant, AlertDefinition definition, long from, long to, CancellationToken cancellation) =>
        (AlertFigure.Find(definition.Metric) ?? AlertFigure.Conversion).Source switch
        {
            AlertFigureSource.Minutes => await _minutes.ReadAsync(tenant, definition, from, to, cancellation),
            AlertFigureSource.Anomalies => await _anomalies.ReadAsync(tenant, definition, from, to, cancellation),
            var source =>
            [
                .. Enumerable.Range(0, (int)(to - from - 1)).Select(i => new FigureMinute(from + i, null)),
                new FigureMinute(to - 1, await _present.ReadAsync(source, tenant, definition, DateTimeOffset.UnixEpoch.AddMinutes(to), cancellation)),
            ],
        };
}
