using Platform.Projections.Catalog;
using Platform.Projections.Persons;
using Platform.Projections.Rollups;

namespace Platform.Projections.Reading;

/// <summary>The read models that the event store's daemon runs.</summary>
internal static class ReadModels
{
    public static IReadOnlyList<IReadModel> All { get; } = [new CatalogProjection(), new PersonsProjection(), new RollupProjection()];
}
