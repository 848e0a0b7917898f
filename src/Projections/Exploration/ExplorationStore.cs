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

    /// <summary>Opens the file, or builds an empty one where it is missing, damaged or of another version.</summary>
    /// <exception cref="InvalidOperationException">Another process has the file open.</exception>
    public ExplorationStore(IOptions<ExplorationOptions> options, ILogger<ExplorationStore> log)
    {
        _options = options.Value;
        Editions = new Editions(_options.Path, Settings);
        Editions.Run(Open(Editions.RunningPath, log));
    }

    /// <summary>The running edition and those that are built beside it.</summary>
    internal Editions Editions { get; }

    /// <summary>A connection of one's own to the running edition; dispose of it after use.</summary>
    internal DuckDBConnection Connect() => Editions.Connect(Editions.Current);

    /// <summary>Opens the edition of a rebuild, or builds an empty one.</summary>
    internal Edition Open(string path, ILogger log) => Attach(path, log) ?? Recreate(path, log);

    /// <summary>About how many events are in it.</summary>
    internal async Task<long> SizeAsync(CancellationToken cancellation) =>
        (await QueryAsync(new Sql().Add("select estimated_size from duckdb_tables() where database_name = current_database() and table_name = 'events'"), reader => reader.GetInt64(0), cancellation))[0];

    /// <summary>Runs a question and reads its rows.</summary>
    /// <exception cref="InvalidQuestionException">It took too long, or the store cannot make sense of a value in it.</exception>
    internal Task<List<T>> QueryAsync<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancellation) =>
        AskAsync(token => Read(sql, read, token), cancellation);

    /// <summary>Runs a question on another thread, hands over its columns chunk by chunk, and makes the answer of them.</summary>
    /// <exception cref="InvalidQuestionException">It took too long, or the store cannot make sense of a value in it.</exception>
    internal Task<T> ScanAsync<T>(Sql sql, ChunkReader read, Func<CancellationToken, T> finish, CancellationToken cancellation) =>
        ReadAsync(snapshot =>
        {
            snapshot.Scan(sql, read);
            return finish(snapshot.Cancellation);
        }, cancellation);

    /// <summary>Runs several statements over one state of the store, on another thread.</summary>
    /// <exception cref="InvalidQuestionException">It took too long, or the store cannot make sense of a value in it.</exception>
    internal Task<T> ReadAsync<T>(Func<Snapshot, T> read, CancellationToken cancellation) => AskAsync(token =>
    {
        using var lease = Editions.Read();
        using var interrupt = token.Register(lease.Connection.NativeConnection.Interrupt);
        using var transaction = lease.Connection.BeginTransaction();
        return read(new Snapshot(lease.Connection, token));
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
    public void Dispose() => Editions.Dispose();

    private List<T> Read<T>(Sql sql, Func<DbDataReader, T> read, CancellationToken cancellation)
    {
        using var lease = Editions.Read();
        using var command = sql.On(lease.Connection);
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

    private Edition? Attach(string path, ILogger log)
    {
        Edition? edition = null;
        try
        {
            edition = Editions.Attach(path);
            using (var connection = Editions.Connect(edition))
                if (ExplorationSchema.Ensure(connection))
                    return edition;
            log.LogInformation("The exploration store is of another version; it is built anew from the events.");
        }
        catch (DuckDBException failure) when (failure.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"Another process has the exploration store {path} open; stop it, or give this one another data directory.", failure);
        }
        catch (DuckDBException failure)
        {
            log.LogWarning("The exploration store cannot be read ({Problem}); it is built anew from the events.", failure.Message);
        }
        if (edition is not null)
            Editions.Detach(edition);
        return null;
    }

    private Edition Recreate(string path, ILogger log)
    {
        Editions.Delete(path);
        return Attach(path, log) ?? throw new InvalidOperationException($"The exploration store {path} cannot be made.");
    }

    private string Settings => $"""
        set autoinstall_known_extensions = false;
        set autoload_known_extensions = false;
        set memory_limit = '{_options.MemoryLimitMb}MB';
        set threads = {_options.Threads};
        set preserve_insertion_order = false;
        set allocator_flush_threshold = '16MB';
        set allocator_bulk_deallocation_flush_threshold = '16MB';
        set allocator_background_threads = true
        """;
}
