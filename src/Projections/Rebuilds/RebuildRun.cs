using System.Diagnostics;
using Marten;
using Marten.Services;
using Npgsql;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Reading;

namespace Platform.Projections.Rebuilds;

/// <summary>
/// Carries out a rebuild: replays into a new edition until it is where the running one is, compares the two at the same place, and
/// lets the new one take over in one transaction. Every step can be repeated after a crash.
/// </summary>
internal sealed class RebuildRun(IDocumentStore store, Rebuild rebuild, IReadOnlyList<IReadModel> models, TimeProvider clock)
{
    private const string NotNow = "55P03";
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(250);

    private readonly Staging _staging = new(store, rebuild, models);
    private readonly EventPages _events = new(store);
    private readonly Extent _extent = Extent.Of(rebuild);
    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>Runs until it is switched, or until the caller cancels.</summary>
    public async Task ExecuteAsync(CancellationToken cancellation)
    {
        if (rebuild is { Discreet: true, Tenant: { } tenant })
            await RowDifference.ForgetAsync(store, tenant, cancellation);
        await _staging.EnsureAsync(cancellation);
        await CatchUpAsync(cancellation);
        await ReachRequestAsync(cancellation);
        if (rebuild.State == RebuildState.Running)
            await AppendAsync(new RebuildCompared(await CompareAsync(cancellation), clock.GetUtcNow()), cancellation);
        await CatchUpAsync(cancellation);
        while (!await TrySwitchAsync(cancellation))
            await CatchUpAsync(cancellation);
        await _staging.DropAsync(cancellation);
    }

    /// <summary>All read models together, up to where the running one that is least far is: each event is read once.</summary>
    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        await using var connection = await _staging.OpenAsync(cancellation);
        var (started, first, saved) = (Stopwatch.GetTimestamp(), -1L, 0L);
        while (true)
        {
            var positions = await _staging.PositionsAsync(cancellation);
            var (from, to) = (positions.Values.Min(), (await LiveAsync(connection, cancellation)).Values.Min());
            if (from >= to)
                return;
            var behind = models.Where(model => positions[model.Name] == from).ToList();
            to = positions.Values.Where(position => position > from).Append(to).Min();
            await foreach (var (page, through) in _events.ReadAsync(from, to, rebuild.Tenant, cancellation))
            {
                await _staging.WriteAsync(connection, behind, page, through, cancellation);
                first = first < 0 ? from : first;
                if (Stopwatch.GetElapsedTime(saved) < SaveEvery && through < to)
                    continue;
                saved = Stopwatch.GetTimestamp();
                await new RebuildProgress(through, Math.Max(to, through), (through - first) / Stopwatch.GetElapsedTime(started).TotalSeconds)
                    .SaveAsync(connection, rebuild.Id, cancellation);
            }
        }
    }

    // What the running edition has prefetched was stored before the request. Once it is past that, nothing that was erased before the
    // request can come back with a page that it still has in its hands.
    private async Task ReachRequestAsync(CancellationToken cancellation)
    {
        await using var connection = await _staging.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"select max(seq_id) from {_schema}.mt_events where stream_id = $1", connection) { Parameters = { new() { Value = rebuild.Id } } };
        var asked = (long)(await command.ExecuteScalarAsync(cancellation))!;
        using var timer = new PeriodicTimer(SaveEvery, clock);
        while ((await LiveAsync(connection, cancellation)).Values.Min() < asked)
            await timer.WaitForNextTickAsync(cancellation);
        await CatchUpAsync(cancellation);
    }

    /// <summary>Where the running edition of each read model is.</summary>
    private async Task<Dictionary<string, long>> LiveAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select name, last_seq_id from {_schema}.mt_event_progression where name = any($1)", connection);
        command.Parameters.Add(new() { Value = models.Select(model => model.Name + ":All").ToArray() });
        var live = models.ToDictionary(model => model.Name, _ => 0L);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            live[reader.GetString(0)[..^":All".Length]] = reader.GetInt64(1);
        return live;
    }

    /// <summary>Nobody writes pages of the read models while the last ones are replayed; readers notice nothing.</summary>
    private async Task<Dictionary<string, long>> MeetAsync(NpgsqlConnection holder, string hold, CancellationToken cancellation)
    {
        foreach (var model in models.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            await using var command = new NpgsqlCommand(hold, holder) { Parameters = { new() { Value = model.Name } } };
            await command.ExecuteNonQueryAsync(cancellation);
        }
        var (positions, live) = (await _staging.PositionsAsync(cancellation), await LiveAsync(holder, cancellation));
        await using var connection = await _staging.OpenAsync(cancellation);
        foreach (var model in models)
            await foreach (var (page, through) in _events.ReadAsync(positions[model.Name], live[model.Name], rebuild.Tenant, cancellation))
                await _staging.WriteAsync(connection, [model], page, through, cancellation);
        return live;
    }

    // The snapshot is taken while both editions stand at the same place; the comparison itself may then take its time.
    private async Task<IReadOnlyList<TableComparison>> CompareAsync(CancellationToken cancellation)
    {
        await using var snapshot = await _staging.OpenAsync(cancellation);
        await using var view = await snapshot.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        Dictionary<string, long> live;
        await using (var holder = await _staging.OpenAsync(cancellation))
        await using (await holder.BeginTransactionAsync(cancellation))
        {
            live = await MeetAsync(holder, Generations.Stop, cancellation);
            await using var take = new NpgsqlCommand("select 1", snapshot, view);
            await take.ExecuteScalarAsync(cancellation);
        }
        var (tables, samples) = (new List<TableComparison>(), new List<RowDifference>());
        foreach (var model in models)
            tables.AddRange(await Parity.CompareAsync(snapshot, model, _staging.Schema, _extent, live[model.Name], samples, cancellation));
        await view.RollbackAsync(cancellation);
        if (!rebuild.Discreet)
            await RowDifference.SaveAsync(snapshot, rebuild.Id, samples, cancellation);
        return tables;
    }

    /// <returns>False when readers were in the way for too long: they go first.</returns>
    private async Task<bool> TrySwitchAsync(CancellationToken cancellation)
    {
        await using var connection = await _staging.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await MeetAsync(connection, Generations.Next, cancellation);
        try
        {
            await using var swap = new NpgsqlCommand("set local lock_timeout = '1s';\n" + (rebuild.Tenant is null ? MoveTables() : ReplaceRows()), connection, transaction);
            swap.CommandTimeout = 0;
            await swap.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException inTheWay) when (inTheWay.SqlState == NotNow)
        {
            return false;
        }
        await using (var session = store.LightweightSession(SessionOptions.ForTransaction(transaction)))
        {
            session.Events.Append(rebuild.Id, new RebuildSwitched(clock.GetUtcNow()));
            await session.SaveChangesAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private string MoveTables() => string.Join('\n', models.SelectMany(model => model.Tables).Select(table =>
        $"""
        drop table {ReadTable.LiveSchema}.{table.Name};
        alter table {_staging.Schema}.{table.Name} set schema {ReadTable.LiveSchema};
        """));

    private string ReplaceRows() => string.Join('\n', models.SelectMany(model => _extent.Tables(model).Select(table =>
    {
        var columns = string.Join(", ", table.Columns.Select(column => column.Name));
        return $"""
            delete from {ReadTable.LiveSchema}.{table.Name} where {_extent.Condition(model)};
            insert into {ReadTable.LiveSchema}.{table.Name} ({columns}) select {columns} from {_staging.Schema}.{table.Name};
            """;
    })));

    private async Task AppendAsync(object happened, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.Events.Append(rebuild.Id, happened);
        await session.SaveChangesAsync(cancellation);
    }
}
