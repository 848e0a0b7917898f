using Npgsql;
using NpgsqlTypes;
using Weasel.Postgresql.Tables;

namespace Platform.Projections.Rebuilds;

/// <summary>How far each open rebuild has come: not a fact worth an event.</summary>
internal sealed class RebuildProgressTable : Table
{
    public RebuildProgressTable() : base("read.rebuild_progress")
    {
        AddColumn<Guid>("id").AsPrimaryKey();
        AddColumn<long>("processed").NotNull();
        AddColumn<long>("total").NotNull();
        AddColumn<double>("events_per_second").NotNull();
    }
}

/// <summary>How far a rebuild has come.</summary>
/// <param name="Processed">Place in the event store up to which events are in the new edition.</param>
/// <param name="Total">Place that it has to reach.</param>
public sealed record RebuildProgress(long Processed, long Total, double EventsPerSecond)
{
    internal async Task SaveAsync(NpgsqlConnection connection, Guid id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into read.rebuild_progress (id, processed, total, events_per_second) values ($1, $2, $3, $4)
            on conflict (id) do update set processed = excluded.processed, total = excluded.total, events_per_second = excluded.events_per_second
            """, connection);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = Processed });
        command.Parameters.Add(new() { Value = Total });
        command.Parameters.Add(new() { Value = EventsPerSecond, NpgsqlDbType = NpgsqlDbType.Double });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
