using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;

namespace Platform.Projections.Exploration;

/// <summary>Carries out the rebuilds of this node's exploration store.</summary>
internal sealed class ExplorationRebuilds(
    ExplorationStore exploration, ExplorationTailer tailer, IDocumentStore store, IOptions<ExplorationOptions> options, TimeProvider clock,
    ILogger<ExplorationRebuilds> log) : RebuildRunner(store, clock, log)
{
    private readonly (IDocumentStore Store, TimeProvider Clock, ILogger Log) _with = (store, clock, log);

    protected override string Lock => "platform.rebuilds.exploration";

    protected override bool Takes(Rebuild rebuild) => rebuild.Projection == Rebuild.Exploration;

    protected override Task RebuildAsync(Rebuild rebuild, CancellationToken cancellation) =>
        new ExplorationRebuild(exploration, tailer, _with.Store, rebuild, options.Value, _with.Clock, _with.Log).ExecuteAsync(cancellation);

    protected override async Task CleanAsync(CancellationToken cancellation)
    {
        await using var session = _with.Store.QuerySession();
        var rebuilds = await session.Query<Rebuild>().Where(rebuild => rebuild.Projection == Rebuild.Exploration).ToListAsync(cancellation);
        var kept = rebuilds.GroupBy(rebuild => rebuild.Tenant).Select(same => same.MaxBy(rebuild => rebuild.StartedAt)!)
            .Where(newest => newest.State != RebuildState.Switched).Select(rebuild => rebuild.Id).ToHashSet();
        foreach (var (path, id) in exploration.Editions.Beside().ToList())
            if (!kept.Contains(id))
                Editions.Delete(path);
    }
}
