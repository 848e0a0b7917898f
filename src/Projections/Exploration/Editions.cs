using DuckDB.NET.Data;

namespace Platform.Projections.Exploration;

/// <summary>
/// The files of the store: the running one, and those that are built beside it. A DuckDB instance in memory has them attached, so that one
/// statement can see two of them; which one runs is written beside them, replaced in one step.
/// </summary>
internal sealed class Editions : IDisposable
{
    private readonly string _path;
    private readonly DuckDBConnection _keeper = new("Data Source=:memory:");
    private readonly Lock _lock = new();
    private int _attached;

    /// <summary>Opens none yet.</summary>
    /// <param name="path">Where the first one lies; the others lie beside it.</param>
    /// <param name="settings">What to set in the instance.</param>
    public Editions(string path, string settings)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _keeper.Open();
        Run(_keeper, $"{settings}; set temp_directory = '{Quoted(_path)}.tmp'");
    }

    /// <summary>The running one.</summary>
    public Edition Current { get; private set; } = new("nothing", "");

    /// <summary>The file that was the running one last time.</summary>
    public string RunningPath => File.Exists(Pointer) ? Path.Combine(Folder, File.ReadAllText(Pointer).Trim()) : _path;

    /// <summary>Where a rebuild builds its edition.</summary>
    public string PathOf(Guid rebuild) => Path.ChangeExtension(_path, $"{rebuild:N}.duckdb");

    /// <summary>Files of rebuilds, but for the running one.</summary>
    public IEnumerable<(string Path, Guid Rebuild)> Beside() =>
        from path in Directory.EnumerateFiles(Folder, $"{Path.GetFileNameWithoutExtension(_path)}.*.duckdb")
        where path != Current.Path && Guid.TryParse(Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.'), out _)
        select (path, Guid.Parse(Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.')));

    /// <summary>Attaches a file, which may be a new one.</summary>
    public Edition Attach(string path)
    {
        lock (_lock)
        {
            var edition = new Edition($"edition_{++_attached}", path);
            Run(_keeper, $"attach '{Quoted(path)}' as {edition.Name}");
            return edition;
        }
    }

    /// <summary>A connection that sees one; dispose of it after use.</summary>
    public DuckDBConnection Connect(Edition edition)
    {
        lock (_lock)
        {
            var connection = _keeper.Duplicate();
            connection.Open();
            Run(connection, $"use {edition.Name}");
            return connection;
        }
    }

    /// <summary>A connection to the running one, which stays until the lease is given back.</summary>
    public Lease Read()
    {
        lock (_lock)
        {
            Current.Readers++;
            return new Lease(this, Current, Connect(Current));
        }
    }

    /// <summary>Lets one run from now on; the one before goes away with its last reader.</summary>
    public void Run(Edition edition)
    {
        lock (_lock)
        {
            File.WriteAllText(Pointer + ".next", Path.GetFileName(edition.Path));
            File.Move(Pointer + ".next", Pointer, overwrite: true);
            var before = Current;
            Current = edition;
            before.Retired = before.Path.Length > 0;
            Drop(before);
        }
    }

    /// <summary>Puts a tenant's rows of another one in place of those of the running one, in one transaction.</summary>
    public void ReplaceTenant(Edition rebuilt, string tenant)
    {
        using var connection = Connect(Current);
        using var transaction = connection.BeginTransaction();
        foreach (var table in new[] { "events", "sessions", "person_links" })
            foreach (var text in new[] { $"delete from {table} where tenant = $1", $"insert into {table} select * from {rebuilt.Name}.{table} where tenant = $1" })
            {
                using var command = connection.CreateCommand();
                command.CommandText = text;
                command.Parameters.Add(new DuckDBParameter(tenant));
                command.ExecuteNonQuery();
            }
        transaction.Commit();
    }

    /// <summary>Detaches one that does not run; its file stays.</summary>
    public void Detach(Edition edition)
    {
        lock (_lock)
            Run(_keeper, $"detach {edition.Name}");
    }

    /// <summary>Removes a file and what belongs to it.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + ".wal");
    }

    public void Dispose() => _keeper.Dispose();

    private string Folder => Path.GetDirectoryName(_path)!;

    private string Pointer => _path + ".running";

    private void Drop(Edition edition)
    {
        if (!edition.Retired || edition.Readers > 0)
            return;
        Detach(edition);
        Delete(edition.Path);
    }

    private void GiveBack(Edition edition)
    {
        lock (_lock)
        {
            edition.Readers--;
            Drop(edition);
        }
    }

    private static void Run(DuckDBConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>A reader's hold on an edition.</summary>
    public readonly struct Lease(Editions editions, Edition edition, DuckDBConnection connection) : IDisposable
    {
        public DuckDBConnection Connection => connection;

        public void Dispose()
        {
            connection.Dispose();
            editions.GiveBack(edition);
        }
    }
}
