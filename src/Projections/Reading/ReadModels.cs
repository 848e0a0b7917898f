using Platform.Projections.Catalog;
using Platform.Projections.Funnels.Saved;
using Platform.Projections.Metrics;
using Platform.Projections.Persons;
using Platform.Projections.Rollups;

namespace Platform.Projections.Reading;

/// <summary>The read models that the event store's daemon runs.</summary>
internal static class ReadModels
{
    /// <summary>The projection that reads pages of events for all of them.</summary>
    public const string Page = "page";

    public static IReadOnlyList<IReadModel> All { get; } = [new CatalogProjection(), new PersonsProjection(), new RollupProjection(), new MetricsProjection(), new FunnelsProjection()];
}
