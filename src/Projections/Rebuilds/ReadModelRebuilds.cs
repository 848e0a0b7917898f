using Marten;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Rebuilds;

namespace Platform.Projections.Rebuilds;

/// <summary>Carries out the rebuilds of read models in PostgreSQL.</summary>
internal sealed class ReadModelRebuilds(IDocumentStore store, TimeProvider clock, ILogger<ReadModelRebuilds> log) : RebuildRunner(store, clock, log)
{
    private readonly (IDocumentStore Store, TimeProvider Clock) _with = (store, clock);

    protected override string Lock => "platform.rebuilds.runner";

    protected override bool Takes(Rebuild rebuild) => rebuild.Projection != Rebuild.Exploration;

    protected override Task RebuildAsync(Rebuild rebuild, CancellationToken cancellation) =>
        new RebuildRun(_with.Store, rebuild, RebuildNames.ModelsOf(rebuild.Projection), _with.Clock).ExecuteAsync(cancellation);

    protected override Task CleanAsync(CancellationToken cancellation) => Leftovers.DropAsync(_with.Store, cancellation);
}
