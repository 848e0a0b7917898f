using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Platform.Contracts.Ingestion;
using Weasel.Postgresql.Tables;

namespace Platform.Ingest.Import;

/// <summary>How far each import has come, written after every batch that is committed.</summary>
internal sealed class ImportTable : Table
{
    public ImportTable() : base("ingest.imports")
    {
        AddColumn<string>("tenant").AsPrimaryKey();
        AddColumn<Guid>("id").AsPrimaryKey();
        AddColumn("file", "text").NotNull();
        AddColumn("started_at", "timestamptz").NotNull();
        AddColumn("updated_at", "timestamptz").NotNull();
        AddColumn("completed", "boolean").NotNull();
        AddColumn<long>("lines").NotNull();
        AddColumn<long>("accepted").NotNull();
        AddColumn<long>("left_out").NotNull();
        AddColumn("refused", "jsonb").NotNull();
    }
}

/// <summary>Where an import goes on after it was stopped. It only saves time: what is stored twice by mistake is told by its message id.</summary>
/// <param name="StartedAt">When the import began for the first time.</param>
internal sealed record Checkpoint(DateTimeOffset StartedAt, bool Completed, long Lines, long Accepted, long LeftOut, IReadOnlyDictionary<DropReason, long> Refused)
{
    public static async Task<Checkpoint?> FindAsync(IDocumentStore store, string tenant, Guid id, CancellationToken cancellation)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select started_at, completed, lines, accepted, left_out, refused::text from ingest.imports where tenant = $1 and id = $2", connection);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Checkpoint(reader.GetFieldValue<DateTimeOffset>(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(5))!.ToDictionary(entry => Enum.Parse<DropReason>(entry.Key), entry => entry.Value))
            : null;
    }

    public async Task WriteAsync(IDocumentStore store, string tenant, Guid id, string file, DateTimeOffset now)
    {
        await using var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            insert into ingest.imports (tenant, id, file, started_at, updated_at, completed, lines, accepted, left_out, refused) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (tenant, id) do update set file = excluded.file, updated_at = excluded.updated_at, completed = excluded.completed, lines = excluded.lines,
                accepted = excluded.accepted, left_out = excluded.left_out, refused = excluded.refused
            """, connection);
        foreach (var value in new object[] { tenant, id, file, StartedAt, now, Completed, Lines, Accepted, LeftOut })
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(Refused.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value)), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync();
    }
}
