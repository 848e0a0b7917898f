using System.Diagnostics;
using System.Text.Json;

namespace Platform.Host.EmbeddedPostgres;

/// <summary>
/// The PostgreSQL that the host brings along: made and started in the data directory, watched while the host runs, started
/// again if it dies, stopped after everything else.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly PostgresCluster _cluster;
    private readonly FileStream _lock;
    private readonly string _connectionFile;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<string> _lastWords = new();
    private Task _watching = Task.CompletedTask;

    private EmbeddedPostgres(PostgresCluster cluster, FileStream hostLock, string connectionFile, TimeProvider clock) =>
        (_cluster, _lock, _connectionFile, _clock) = (cluster, hostLock, connectionFile, clock);

    /// <summary>How to connect.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Why it is away; null while it runs.</summary>
    public string? Problem { get; private set; }

    /// <summary>How to connect to the server of a host that runs on this directory; null when none does.</summary>
    public static string? OfRunningHost(string data)
    {
        var (lockFile, connectionFile) = (Path.Combine(data, "host.lock"), Path.Combine(data, "postgres.json"));
        if (!File.Exists(lockFile) || !File.Exists(connectionFile))
            return null;
        try
        {
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException)
        {
            return JsonSerializer.Deserialize<string>(File.ReadAllText(connectionFile));
        }
    }

    /// <summary>Starts the server in <c>postgres</c> below the data directory.</summary>
    /// <param name="configured">The setting <c>Postgres:Binaries</c>.</param>
    /// <exception cref="StartupProblemException">It cannot be; the message says what to change.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(string data, string? configured, TimeProvider clock, CancellationToken cancellation)
    {
        Directory.CreateDirectory(data);
        var hostLock = Lock(data);
        try
        {
            var directory = Path.Combine(data, "postgres");
            var binaries = PostgresBinaries.Choose(PostgresBinaries.Find(configured), PostgresCluster.VersionOf(directory), directory);
            var cluster = new PostgresCluster(binaries, directory, UnprivilegedUser.Find());
            cluster.Initialise();
            await cluster.StopOrphanAsync(clock);
            var embedded = new EmbeddedPostgres(cluster, hostLock, Path.Combine(data, "postgres.json"), clock);
            await embedded.StartAsync(cancellation);
            return embedded;
        }
        catch
        {
            await hostLock.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _cluster.StopAsync(_clock);
        await _watching;
        File.Delete(_connectionFile);
        await _lock.DisposeAsync();
        _stopping.Dispose();
    }

    private static FileStream Lock(string data)
    {
        try
        {
            return new FileStream(Path.Combine(data, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new StartupProblemException($"Another host runs on the data directory {data}. Stop it, or choose another directory with the setting Data.", held);
        }
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var (server, connection) = _cluster.Start();
        ListenTo(server);
        ConnectionString = await PostgresCluster.ReadyAsync(server, connection, LastWords, _clock, cancellation);
        await File.WriteAllTextAsync(_connectionFile, JsonSerializer.Serialize(ConnectionString), cancellation);
        File.SetUnixFileMode(_connectionFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _watching = WatchAsync(server, connection.Port);
    }

    // The port stays: everybody in the host keeps its connection string. What ends at once again, as on a full disk, is tried less often.
    private async Task WatchAsync(Process server, int port)
    {
        var pause = ShortestPause;
        while (true)
        {
            var started = _clock.GetTimestamp();
            await server.WaitForExitAsync(); // what it said last is heard then as well
            server.Dispose();
            if (_stopping.IsCancellationRequested)
                return;
            Problem = $"PostgreSQL ended unexpectedly ({LastWords()}); it is started again.";
            Console.Error.WriteLine(Problem);
            pause = _clock.GetElapsedTime(started) > LongestPause ? ShortestPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await Task.Delay(pause, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
                return;
            server = _cluster.Start(port).Server;
            ListenTo(server);
        }
    }

    private void ListenTo(Process server)
    {
        server.ErrorDataReceived += (_, line) => Hear(line.Data);
        server.OutputDataReceived += (_, line) => Hear(line.Data);
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        if (line.EndsWith("ready to accept connections", StringComparison.Ordinal))
            Problem = null;
        lock (_lastWords)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > KeptLines)
                _lastWords.Dequeue();
        }
    }

    private string LastWords()
    {
        lock (_lastWords)
            return _lastWords.Count == 0 ? "it said nothing" : string.Join(" | ", _lastWords.TakeLast(3));
    }
}
