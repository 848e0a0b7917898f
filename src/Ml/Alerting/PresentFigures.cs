using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Platform.Contracts.Alerts;
using Platform.Projections.Alerts;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.Metrics;
using Platform.Projections.Questions;
using Platform.Projections.Status;

namespace Platform.Ml.Alerting;

/// <summary>Figures that are known as they are now.</summary>
internal sealed class PresentFigures(IDocumentStore store, IServiceProvider services)
{
    private static readonly Dictionary<string, string> Kinds = new() { ["drops"] = "dropped", ["duplicates"] = "duplicate", ["late"] = "late", ["violations"] = "violation" };

    /// <param name="end">The end of the last minute that has closed.</param>
    public async Task<IReadOnlyDictionary<string, double>?> ReadAsync(AlertFigureSource source, string tenant, AlertDefinition definition, DateTimeOffset end, CancellationToken cancellation)
    {
        var range = new TimeRange(end - definition.Window, end);
        switch (source)
        {
            case AlertFigureSource.Metric:
                var by = definition.Dimension is { } dimension ? new DimensionChoice(dimension, definition.Value is { } value ? [value] : []) : null;
                return await Asked<MetricSeriesQuery>().FiguresAsync(tenant, definition.Metric!, range, by, cancellation);
            case AlertFigureSource.Quality:
                return One(await CountedAsync(tenant, Kinds[definition.Metric!], range, cancellation));
            case AlertFigureSource.Lag:
                return One((await Asked<ProjectionStatusQuery>().RunAsync(cancellation)).Max(projection => projection.Lag.TotalSeconds));
            default:
                var funnels = Asked<SavedFunnelQuery>();
                // Where nobody has begun, nothing can be said of who converts.
                return await funnels.FindAsync(tenant, definition.Funnel!.Value, cancellation) is { } funnel
                    && (await funnels.AnswerAsync(funnel, range, null, cancellation)).Answer.All is { } all && all.Steps[0].Count > 0
                        ? One(all.Conversion)
                        : null;
        }
    }

    private static Dictionary<string, double> One(double figure) => new() { [""] = figure };

    private T Asked<T>() where T : class => services.GetService<T>()
        ?? throw new InvalidOperationException("this figure is asked of the events; run the modules ml and readapi in one host");

    // Counted by the hour: every hour that the range touches.
    private async Task<long> CountedAsync(string tenant, string kind, TimeRange range, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        await using var command = new NpgsqlCommand("select coalesce(sum(events), 0)::bigint from ingest.counts where tenant = $1 and kind = $2 and hour > $3 and hour < $4");
        foreach (var value in new object[] { tenant, kind, range.From - TimeSpan.FromHours(1), range.To })
            command.Parameters.Add(new() { Value = value });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }
}
