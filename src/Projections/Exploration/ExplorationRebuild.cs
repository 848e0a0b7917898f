using System.Diagnostics;
using DuckDB.NET.Data;
using Marten;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;

namespace Platform.Projections.Exploration;

/// <summary>
/// Builds an edition of the exploration store beside the running one until both stand at the same place, compares the two, and lets the new
/// one run, or a tenant's part of it take the place of the old rows. What was built outlives a crash, so it goes on from there.
/// </summary>
internal sealed class ExplorationRebuild(
    ExplorationStore exploration, ExplorationTailer tailer, IDocumentStore store, Rebuild rebuild, ExplorationOptions options, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(250);
    private readonly EventReader _reader = new(store);
    private readonly string _path = exploration.Editions.PathOf(rebuild.Id);

    /// <summary>Runs until it is switched, or until the caller cancels.</summary>
    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        if (exploration.Editions.Current.Path != _path)
            await BuildAsync(cancellation);
        await AppendAsync(new RebuildSwitched(clock.GetUtcNow()), cancellation);
    }

    private async Task BuildAsync(CancellationToken cancellation)
    {
        var edition = exploration.Open(_path, log);
        try
        {
            using (var connection = exploration.Editions.Connect(edition))
            {
                var intake = new Intake(_reader, new PageWriter(connection, options), rebuild.Tenant);
                await CatchUpAsync(intake, cancellation);
                if (rebuild.State == RebuildState.Running)
                    await AppendAsync(new RebuildCompared(await CompareAsync(edition, intake, cancellation), clock.GetUtcNow()), cancellation);
                await CatchUpAsync(intake, cancellation);
                using var hold = await MeetAsync(intake, cancellation);
                if (rebuild.Tenant is { } tenant)
                    exploration.Editions.ReplaceTenant(edition, tenant);
                else
                    exploration.Editions.Run(edition);
            }
        }
        finally
        {
            if (exploration.Editions.Current != edition)
                exploration.Editions.Detach(edition);
        }
        if (rebuild.Tenant is not null)
            Editions.Delete(_path);
    }

    /// <summary>Up to where the running edition is.</summary>
    private async Task CatchUpAsync(Intake intake, CancellationToken cancellation)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        var (started, saved) = (Stopwatch.GetTimestamp(), 0L);
        var first = intake.Position().Sequence;
        for (var (position, total) = (first, tailer.Position); position < total; total = Math.Max(total, tailer.Position))
        {
            (_, position) = await intake.TakeAsync(position, total, options.PageSize, cancellation);
            if (Stopwatch.GetElapsedTime(saved) < SaveEvery && position < total)
                continue;
            saved = Stopwatch.GetTimestamp();
            await new RebuildProgress(position, total, (position - first) / Stopwatch.GetElapsedTime(started).TotalSeconds).SaveAsync(connection, rebuild.Id, cancellation);
        }
    }

    /// <summary>Both editions stand at the same place, events and persons alike, until the hold is disposed of.</summary>
    private async Task<IDisposable> MeetAsync(Intake intake, CancellationToken cancellation)
    {
        var hold = await tailer.HoldAsync(cancellation);
        try
        {
            using var connection = exploration.Connect();
            var (sequence, links, generation) = new PageWriter(connection, options).Position();
            for (var position = intake.Position().Sequence; position < sequence;)
                (_, position) = await intake.TakeAsync(position, sequence, options.PageSize, cancellation);
            await intake.LinkAsync(generation, links, cancellation);
            return hold;
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    // The snapshot is taken while both stand at the same place; the comparison itself may then take its time.
    private async Task<IReadOnlyList<TableComparison>> CompareAsync(Edition edition, Intake intake, CancellationToken cancellation)
    {
        using var lease = exploration.Editions.Read();
        var running = exploration.Editions.Current;
        using var view = lease.Connection.BeginTransaction();
        long sequence;
        using (await MeetAsync(intake, cancellation))
            sequence = See(lease.Connection, running, edition);
        var samples = new List<RowDifference>();
        var tables = await Task.Run(() => new EditionParity(lease.Connection, running, edition, rebuild.Tenant).Compare(sequence, samples, cancellation), cancellation);
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await RowDifference.SaveAsync(connection, rebuild.Id, samples, cancellation);
        return tables;
    }

    private static long See(DuckDBConnection connection, Edition running, Edition edition)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select min(sequence) from (select sequence from {running.Name}.position union all select sequence from {edition.Name}.position)";
        return (long)command.ExecuteScalar()!;
    }

    private async Task AppendAsync(object happened, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.Events.Append(rebuild.Id, happened);
        await session.SaveChangesAsync(cancellation);
    }
}
