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
        AddColumn("format", "text").NotNull().DefaultValueByString("");
        AddColumn("bytes", "bigint").NotNull().DefaultValueByExpression("0");
        AddColumn("bytes_read", "bigint").NotNull().DefaultValueByExpression("0");
        AddColumn("uploaded", "boolean").NotNull().DefaultValueByExpression("false");
        AddColumn("paused", "boolean").NotNull().DefaultValueByExpression("false");
        AddColumn("problem", "text");
    }
}

/// <summary>Where an import goes on after it was stopped. It only saves time: what is stored twice by mistake is told by its message id.</summary>
/// <param name="StartedAt">When the import began for the first time.</param>
/// <param name="Paused">Whether somebody wants it to wait.</param>
internal sealed record Checkpoint(DateTimeOffset StartedAt, bool Completed, bool Paused, long Lines, long Accepted, long LeftOut, IReadOnlyDictionary<DropReason, long> Refused)
{
    /// <summary>Bytes read of the file as it lies on disk.</summary>
    public long BytesRead { get; init; }

    /// <summary>Why the file cannot be imported; null while it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the installation has the file itself.</summary>
    public bool Uploaded { get; init; }

    /// <summary>Nothing is done yet.</summary>
    public static Checkpoint Begin(DateTimeOffset now) => new(now, false, false, 0, 0, 0, new Dictionary<DropReason, long>());
}

/// <summary>Keeps the imports' checkpoints.</summary>
public sealed class ImportLog(IDocumentStore store, TimeProvider clock)
{
    private const string WriteSql =
        """
        insert into ingest.imports (tenant, id, file, format, bytes, uploaded, started_at, updated_at, completed, lines, accepted, left_out, bytes_read, problem, refused)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (tenant, id) do update set file = excluded.file, format = excluded.format, bytes = excluded.bytes, uploaded = excluded.uploaded, updated_at = excluded.updated_at,
            completed = excluded.completed, lines = excluded.lines, accepted = excluded.accepted, left_out = excluded.left_out, bytes_read = excluded.bytes_read,
            problem = excluded.problem, refused = excluded.refused
        returning paused
        """;

    internal async Task<Checkpoint?> FindAsync(string tenant, Guid id, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select started_at, completed, paused, lines, accepted, left_out, refused::text, bytes_read, problem, uploaded from ingest.imports where tenant = $1 and id = $2", connection);
        command.Parameters.Add(new() { Value = tenant });
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Checkpoint(reader.GetFieldValue<DateTimeOffset>(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                JsonSerializer.Deserialize<Dictionary<string, long>>(reader.GetString(6))!.ToDictionary(entry => Enum.Parse<DropReason>(entry.Key), entry => entry.Value))
            {
                BytesRead = reader.GetInt64(7), Problem = await reader.IsDBNullAsync(8, cancellation) ? null : reader.GetString(8), Uploaded = reader.GetBoolean(9),
            }
            : null;
    }

    /// <summary>Notes how far it is; true when somebody wants it to wait.</summary>
    internal async Task<bool> WriteAsync(ImportOrder order, Guid id, Checkpoint reached)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(WriteSql, connection);
        foreach (var value in new object?[]
        {
            order.Source.Tenant, id, order.Name, order.Format.Name(), new FileInfo(order.Path).Length, order.Uploaded, reached.StartedAt, clock.GetUtcNow(), reached.Completed,
            reached.Lines, reached.Accepted, reached.LeftOut, reached.BytesRead,
        })
            command.Parameters.Add(new() { Value = value });
        command.Parameters.Add(new() { Value = (object?)reached.Problem ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(reached.Refused.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value)), NpgsqlDbType = NpgsqlDbType.Jsonb });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Lets an import wait, or go on.</summary>
    internal async Task PauseAsync(string tenant, Guid id, bool paused)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("update ingest.imports set paused = $3, updated_at = $4 where tenant = $1 and id = $2", connection);
        foreach (var value in new object[] { tenant, id, paused, clock.GetUtcNow() })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        return connection;
    }
}
