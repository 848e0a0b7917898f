using Platform.Host.EmbeddedPostgres;

namespace Platform.Host.Modules;

/// <summary>The database of this process: the configured one, a running host's, or one of its own.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly EmbeddedPostgres.EmbeddedPostgres? _own;

    private Database(string connectionString, EmbeddedPostgres.EmbeddedPostgres? own, bool beside = false) =>
        (ConnectionString, _own, BesideHost) = (connectionString, own, beside);

    /// <summary>How to connect.</summary>
    public string ConnectionString { get; }

    /// <summary>Why the server that this process brought along is away; null while it runs, or where it is somebody else's.</summary>
    public string? Problem => _own?.Problem;

    /// <summary>Whether a host runs on this data directory: what it does anyway, a verb leaves to it.</summary>
    public bool BesideHost { get; }

    /// <summary>Finds or starts the database.</summary>
    /// <exception cref="StartupProblemException">It cannot be had; the message says what to change.</exception>
    public static async Task<Database> OpenAsync(PlatformSettings settings, Verb verb, TimeProvider clock)
    {
        if (!verb.NeedsDatabase)
            return new Database("Host=nowhere;Database=nothing", null);
        if (settings.Postgres is { } configured)
            return new Database(configured, null);
        if (!verb.Runs && EmbeddedPostgres.EmbeddedPostgres.OfRunningHost(settings.Data) is { } running)
            return new Database(running, null, beside: true);
        var own = await EmbeddedPostgres.EmbeddedPostgres.StartAsync(settings.Data, settings.PostgresBinaries, clock, CancellationToken.None);
        return new Database(own.ConnectionString, own);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
