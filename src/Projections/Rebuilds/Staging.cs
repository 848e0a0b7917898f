using System.Data.Common;
using System.Globalization;
using System.Text;
using Marten;
using Npgsql;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Reading;

namespace Platform.Projections.Rebuilds;

/// <summary>
/// The new edition of read models while it is built: the same tables in a schema of the rebuild's own, with how far each model is in
/// the same transaction as its rows, so that a rebuild that was killed goes on where it was.
/// </summary>
internal sealed class Staging(IDocumentStore store, Rebuild rebuild, IReadOnlyList<IReadModel> models)
{
    /// <summary>The schema.</summary>
    public string Schema { get; } = SchemaOf(rebuild.Id);

    /// <summary>The read models that are rebuilt.</summary>
    public IReadOnlyList<IReadModel> Models => models;

    /// <summary>The schema of a rebuild.</summary>
    public static string SchemaOf(Guid rebuild) => $"rebuild_{rebuild:N}";

    /// <summary>Makes what is not there yet.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var sql = new StringBuilder($"create schema if not exists {Schema};\n");
        sql.Append(CultureInfo.InvariantCulture, $"create table if not exists {Schema}.positions (projection text primary key, sequence bigint not null);\n");
        foreach (var model in models)
        {
            foreach (var table in model.Tables)
                sql.AppendLine(table.CreateIn(Schema));
            if (model.Seed(Schema, rebuild.Tenant, rebuild.Definition) is { Length: > 0 } seed)
                sql.Append(CultureInfo.InvariantCulture, $"{seed} and not exists (select 1 from {Schema}.positions where projection = '{model.Name}');\n");
            sql.Append(CultureInfo.InvariantCulture, $"insert into {Schema}.positions values ('{model.Name}', 0) on conflict do nothing;\n");
        }
        await using var connection = await OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql.ToString(), connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await using var generations = new NpgsqlCommand(Generations.Current, connection, transaction) { Parameters = { new() { Value = models.Select(model => model.Name).ToArray() } } };
        await generations.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>How far each read model is.</summary>
    public async Task<Dictionary<string, long>> PositionsAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"select projection, sequence from {Schema}.positions", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var positions = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancellation))
            positions[reader.GetString(0)] = reader.GetInt64(1);
        return positions;
    }

    /// <summary>Writes a page into some of the read models, in one transaction with their positions.</summary>
    public async Task WriteAsync(
        NpgsqlConnection connection, IEnumerable<IReadModel> some, IReadOnlyList<PageEvent> page, long through, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var target = new Target(Schema, connection, transaction);
        foreach (var model in some)
        {
            if (page.Count > 0)
                await model.ApplyAsync(target, page, cancellation);
            target.Queue($"update {Schema}.positions set sequence = ? where projection = ?", through, model.Name);
        }
        await target.FlushAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Throws away what was built.</summary>
    public async Task DropAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"drop schema if exists {Schema} cascade", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A connection of one's own.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = store.Storage.Database.CreateConnection();
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private sealed class Target(string schema, NpgsqlConnection connection, NpgsqlTransaction transaction) : IReadModelTarget, IAsyncDisposable
    {
        private readonly NpgsqlBatch _batch = new(connection, transaction) { Timeout = 0 };

        public string Schema => schema;

        public void Queue(string sql, params object[] values)
        {
            var parts = sql.Split('?');
            var text = new StringBuilder(parts[0]);
            for (var i = 1; i < parts.Length; i++)
                text.Append('$').Append(i).Append(parts[i]);
            var command = new NpgsqlBatchCommand(text.ToString());
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            _batch.BatchCommands.Add(command);
        }

        public async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlCommand command, Func<DbDataReader, T> read, CancellationToken cancellation)
        {
            (command.Connection, command.Transaction) = (connection, transaction);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation))
                rows.Add(read(reader));
            return rows;
        }

        public async Task FlushAsync(CancellationToken cancellation) => await _batch.ExecuteNonQueryAsync(cancellation);

        public ValueTask DisposeAsync() => _batch.DisposeAsync();
    }
}
