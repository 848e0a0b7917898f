using System.Data;
using System.Data.Common;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Projections.Questions;

namespace Platform.Projections.Exploration;

/// <summary>
/// A columnar copy of the events for questions nobody prepared for: a DuckDB file that belongs to this process, written by
/// the tailer alone, with its position inside, disposable at any time.
/// </summary>
public sealed class ExplorationStore : IDisposable
{
    private readonly ExplorationOptions _options;
    private readonly DuckDBConnection _keeper;

    /// <summary>Opens the file, or builds an empty one where it is missing, damaged or of another version.</summary>
    /// <exception cref="InvalidOperationException">Another process has the file open.</exception>
    public ExplorationStore(IOptions<ExplorationOptions> options, ILogger<ExplorationStore> log)
    {
        _options = options.Value;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!);
        _keeper = Open(log) ?? Recreate(log);
    }

    /// <summary>A connection of one's own; dispose of it after use.</summary>
    internal DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>About how many events are in it.</summary>
    internal async Task<long> SizeAsync(CancellationToken cancellation) =>
        (await QueryAsync(new Sql().Add("select estimated_size from duckdb_tables() where table_name = 'events'"), reader => reader.GetInt64(0), cancellation))[0];

    /// <summary>Runs a question and reads its rows.</summary>
    /// <exception cref="InvalidQuestionException">It took too long, or the store cannot make sense of a value in it.</exception>
    internal Task<List<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancellation) =>
        AskAsync(token => Read(sql, read, token), cancellation);

    /// <summary>Runs a question on another thread, hands over its columns chunk by chunk, and makes the answer of them.</summary>
    /// <exception cref="InvalidQuestionException">It took too long, or the store cannot make sense of a value in it.</exception>
    internal Task<T> ScanAsync<T>(Sql sql, ChunkReader read, Func<CancellationToken, T> finish, CancellationToken cancellation) =>
        AskAsync(token =>
        {
            using (var connection = Connect())
            using (token.Register(connection.NativeConnection.Interrupt))
                ColumnScan.Run(connection, sql, read, token);
            return finish(token);
        }, cancellation);

    private async Task<T> AskAsync<T>(Func<CancellationToken, T> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.QueryTimeout);
        try
        {
            return await Task.Run(() => ask(limit.Token), cancellation);
        }
        catch (Exception failure) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new InvalidQuestionException("The question takes too long; ask for a shorter range or fewer breakdowns.", failure);
        }
        catch (Exception failure) when (failure is DuckDBException or ScanFailedException
            && (failure.Message.Contains("Invalid Input", StringComparison.Ordinal) || failure.Message.Contains("Conversion Error", StringComparison.Ordinal)))
        {
            throw new InvalidQuestionException($"A value of the question cannot be used: {failure.Message}", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _keeper.Dispose();

    private string ConnectionString => $"Data Source={_options.Path}";

    private List<T> Read<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        using var connection = Connect();
        using var command = sql.On(connection);
        using var interrupt = cancellation.Register(command.Cancel);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(read(reader));
        }
        return rows;
    }

    private DuckDBConnection? Open(ILogger log)
    {
        DuckDBConnection? connection = null;
        try
        {
            connection = Connect();
            Configure(connection);
            if (ExplorationSchema.Ensure(connection))
                return connection;
            log.LogInformation("The exploration store is of another version; it is built anew from the events.");
        }
        catch (DuckDBException failure) when (failure.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
        {
            connection?.Dispose();
            throw new InvalidOperationException(
                $"Another process has the exploration store {_options.Path} open; stop it, or give this one another data directory.", failure);
        }
        catch (DuckDBException failure)
        {
            log.LogWarning("The exploration store cannot be read ({Problem}); it is built anew from the events.", failure.Message);
        }
        connection?.Dispose();
        return null;
    }

    private DuckDBConnection Recreate(ILogger log)
    {
        File.Delete(_options.Path);
        File.Delete(_options.Path + ".wal");
        return Open(log) ?? throw new InvalidOperationException($"The exploration store {_options.Path} cannot be made.");
    }

    private void Configure(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            set autoinstall_known_extensions = false;
            set autoload_known_extensions = false;
            set memory_limit = '{_options.MemoryLimitMb}MB';
            set threads = {_options.Threads};
            set preserve_insertion_order = false;
            """;
        command.ExecuteNonQuery();
    }
}
