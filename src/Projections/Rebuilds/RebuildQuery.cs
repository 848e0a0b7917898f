using System.Runtime.CompilerServices;
using Marten;
using Npgsql;
using Platform.Contracts.Rebuilds;

namespace Platform.Projections.Rebuilds;

/// <summary>A rebuild with how far it has come.</summary>
/// <param name="Samples">Some of the rows in which the editions differ.</param>
public sealed record RebuildStatus(Rebuild Rebuild, RebuildProgress Progress, IReadOnlyList<RowDifference> Samples)
{
    /// <summary>When it will probably have replayed everything; null when that cannot be told.</summary>
    public TimeSpan? Eta => Rebuild.State == RebuildState.Running && Progress is { EventsPerSecond: > 0 }
        ? TimeSpan.FromSeconds(Math.Max(0, Progress.Total - Progress.Processed) / Progress.EventsPerSecond)
        : null;
}

/// <summary>Tells of rebuilds.</summary>
public sealed class RebuildQuery(IDocumentStore store, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>The newest rebuilds first.</summary>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<RebuildStatus>> RunAsync(int most, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var rebuilds = await session.Query<Rebuild>().OrderByDescending(rebuild => rebuild.StartedAt).Take(most).ToListAsync(cancellation);
        return await WithProgressAsync(session, rebuilds, cancellation);
    }

    /// <summary>One rebuild; null when there is none of this id.</summary>
    public async Task<RebuildStatus?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Rebuild>(id, cancellation) is { } rebuild
            ? (await WithProgressAsync(session, [rebuild], cancellation))[0]
            : null;
    }

    /// <summary>One rebuild now and whenever it has come further, until it has ended.</summary>
    public async IAsyncEnumerable<RebuildStatus> Watch(Guid id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (RebuildProgress, RebuildState)? before = null;
        while (await FindAsync(id, cancellation) is { } now)
        {
            if (before != (now.Progress, now.Rebuild.State))
                yield return now;
            if (now.Rebuild.State == RebuildState.Switched)
                yield break;
            before = (now.Progress, now.Rebuild.State);
            await Task.Delay(LookEvery, clock, cancellation);
        }
    }

    private static async Task<IReadOnlyList<RebuildStatus>> WithProgressAsync(
        IQuerySession session, IReadOnlyList<Rebuild> rebuilds, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select id, processed, total, events_per_second from read.rebuild_progress where id = any($1)");
        command.Parameters.Add(new() { Value = rebuilds.Select(rebuild => rebuild.Id).ToArray() });
        var progress = new Dictionary<Guid, RebuildProgress>();
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                progress[reader.GetGuid(0)] = new RebuildProgress(reader.GetInt64(1), reader.GetInt64(2), reader.GetDouble(3));
        var samples = await RowDifference.LoadAsync(session, [.. rebuilds.Select(rebuild => rebuild.Id)], cancellation);
        return
        [
            .. rebuilds.Select(rebuild => new RebuildStatus(
                rebuild, progress.GetValueOrDefault(rebuild.Id, new RebuildProgress(0, 0, 0)), [.. samples[rebuild.Id]])),
        ];
    }
}
