using System.Collections.Concurrent;
using Marten;
using Npgsql;
using Platform.Projections.Exploration;
using Platform.Projections.Reading;

namespace Platform.Projections.Status;

/// <summary>Tells how far each read model has come.</summary>
public sealed class ProjectionStatusQuery(IDocumentStore store, ExplorationTailer tailer, TimeProvider clock)
{
    /// <summary>Above this lag a projection is behind.</summary>
    public static readonly TimeSpan Behind = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (long Sequence, long At, double Rate)> _seen = new();
    private readonly string _schema = store.Options.Events.DatabaseSchemaName;

    /// <summary>The projections of the event store's daemon and the exploration store, by name.</summary>
    public async Task<IReadOnlyList<ProjectionStatus>> RunAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var progress = new Dictionary<string, long>();
        await using (var command = new NpgsqlCommand($"select name, last_seq_id from {_schema}.mt_event_progression"))
        await using (var reader = await session.ExecuteReaderAsync(command, cancellation))
            while (await reader.ReadAsync(cancellation))
                progress[reader.GetString(0)] = reader.GetInt64(1);
        var highWater = progress.GetValueOrDefault("HighWaterMark");
        var positions = ReadModels.All.Select(model => (model.Name, progress.GetValueOrDefault(model.Name + ":All"))).Append(("exploration", tailer.Position));
        var answer = new List<ProjectionStatus>();
        foreach (var (name, sequence) in positions.OrderBy(position => position.Item1, StringComparer.Ordinal))
        {
            var lag = sequence >= highWater ? TimeSpan.Zero : await LagAsync(session, sequence, cancellation);
            answer.Add(new ProjectionStatus(name, 1, sequence, highWater, lag, Rate(name, sequence),
                lag > Behind ? "behind" : "running", await SkippedAsync(session, name, cancellation)));
        }
        return answer;
    }

    private async Task<TimeSpan> LagAsync(IQuerySession session, long sequence, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select timestamp from {_schema}.mt_events where seq_id > $1 order by seq_id limit 1");
        command.Parameters.Add(new() { Value = sequence });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        if (!await reader.ReadAsync(cancellation))
            return TimeSpan.Zero;
        var lag = clock.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(0);
        return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    private async Task<long> SkippedAsync(IQuerySession session, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {_schema}.mt_doc_deadletterevent where data ->> 'projectionName' = $1");
        command.Parameters.Add(new() { Value = name });
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt64(0);
    }

    private double Rate(string name, long sequence)
    {
        var now = clock.GetTimestamp();
        return _seen.AddOrUpdate(name, (sequence, now, 0), (_, before) =>
            clock.GetElapsedTime(before.At, now) < TimeSpan.FromSeconds(1)
                ? before
                : (sequence, now, Math.Max(0, sequence - before.Sequence) / clock.GetElapsedTime(before.At, now).TotalSeconds)).Rate;
    }
}
