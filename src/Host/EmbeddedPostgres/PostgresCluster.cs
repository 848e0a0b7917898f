using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Platform.Host.EmbeddedPostgres;

/// <summary>A data directory of PostgreSQL and the server process on it.</summary>
internal sealed class PostgresCluster(PostgresBinaries binaries, string directory, string? user)
{
    private const int Interrupt = 2;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private string PasswordFile => Path.Combine(directory, "..", "postgres.password");

    /// <summary>The major version that made a data directory; null when there is none yet.</summary>
    public static int? VersionOf(string directory)
    {
        var file = Path.Combine(directory, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Makes the data directory when there is none, with a password of its own.</summary>
    public void Initialise()
    {
        if (VersionOf(directory) is not null)
            return;
        File.WriteAllText(PasswordFile, RandomNumberGenerator.GetHexString(40, lowercase: true));
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(directory);
        UnprivilegedUser.Own(user, directory, PasswordFile);
        var (exitCode, output) = ProcessRunner.Run(binaries.Program("initdb"),
            ["-D", directory, "-U", "platform", $"--pwfile={PasswordFile}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-instructions"], user);
        if (exitCode != 0)
            throw new StartupProblemException($"PostgreSQL could not make its data directory {directory}: {output.Trim()}");
    }

    /// <summary>Ends a server that a killed host left on this directory.</summary>
    public async Task StopOrphanAsync(TimeProvider clock)
    {
        if (Postmaster() is { } pid && IsPostgres(pid))
            await StopAsync(pid, clock);
    }

    /// <summary>Starts the server on the given port of the loopback interface, or on a free one.</summary>
    public (Process Server, NpgsqlConnectionStringBuilder Connection) Start(int? samePort = null)
    {
        var port = samePort ?? FreePort();
        string[] settings =
        [
            $"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100", "shared_buffers=256MB",
            "wal_buffers=16MB", "max_wal_size=2GB", "checkpoint_timeout=15min", "jit=off", "random_page_cost=1.1", "logging_collector=off",
        ];
        var server = Process.Start(ProcessRunner.Apart(ProcessRunner.Command(
            binaries.Program("postgres"), ["-D", directory, .. settings.SelectMany(setting => new[] { "-c", setting })], user)))!;
        server.StandardInput.Close();
        return (server, new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = port, Username = "platform", Password = File.ReadAllText(PasswordFile), Database = "postgres",
            MaxPoolSize = 50, IncludeErrorDetail = true,
        });
    }

    /// <summary>Waits until the server answers, then makes the database when it is missing.</summary>
    /// <exception cref="StartupProblemException">The server ended instead.</exception>
    public static async Task<string> ReadyAsync(
        Process server, NpgsqlConnectionStringBuilder connection, Func<string> lastWords, TimeProvider clock, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var administration = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ConnectionString);
                await administration.OpenAsync(cancellation);
                await using var command = new NpgsqlCommand("select 1 from pg_database where datname = 'platform'", administration);
                if (await command.ExecuteScalarAsync(cancellation) is null)
                {
                    command.CommandText = "create database platform";
                    await command.ExecuteNonQueryAsync(cancellation);
                }
                connection.Database = "platform";
                return connection.ConnectionString;
            }
            catch (Exception notYet) when (notYet is NpgsqlException or SocketException)
            {
                if (server.HasExited || clock.GetElapsedTime(started) > StartLimit)
                    throw new StartupProblemException($"PostgreSQL did not start: {lastWords()}", notYet);
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellation);
            }
        }
    }

    /// <summary>Ends the server that runs on this directory: clients are disconnected, everything committed is on disk.</summary>
    public async Task StopAsync(TimeProvider clock)
    {
        if (Postmaster() is { } pid && IsPostgres(pid))
            await StopAsync(pid, clock);
    }

    private static async Task StopAsync(int pid, TimeProvider clock)
    {
        ProcessRunner.Signal(pid, Interrupt);
        var started = clock.GetTimestamp();
        while (IsPostgres(pid) && clock.GetElapsedTime(started) < StopLimit)
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
    }

    private int? Postmaster()
    {
        var file = Path.Combine(directory, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    // A process id may have been given to somebody else since; a zombie that nobody reaped is as good as gone.
    private static bool IsPostgres(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat.Contains("(postgres)", StringComparison.Ordinal) && !stat.Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
