using Platform.Contracts.Rebuilds;
using Platform.Projections.Reading;

namespace Platform.Projections.Rebuilds;

/// <summary>What can be rebuilt.</summary>
public static class RebuildNames
{
    /// <summary>The projections, and the name that means all of them but the exploration store.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ReadModels.All.Select(model => model.Name), Rebuild.Exploration, Rebuild.Everything];

    internal static IReadOnlyList<IReadModel> ModelsOf(string projection) =>
        [.. ReadModels.All.Where(model => projection == Rebuild.Everything || model.Name == projection)];
}
