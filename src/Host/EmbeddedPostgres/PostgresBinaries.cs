using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Host.EmbeddedPostgres;

/// <summary>A PostgreSQL server installed on this machine.</summary>
/// <param name="Directory">Where initdb and postgres are.</param>
/// <param name="Major">Its major version; data directories do not move between these.</param>
public sealed partial record PostgresBinaries(string Directory, int Major)
{
    /// <summary>Every server found, the preferred first: the configured directory, the search path, then what packages install, newest first.</summary>
    /// <param name="configured">The setting <c>Postgres:Binaries</c>.</param>
    public static IReadOnlyList<PostgresBinaries> Find(string? configured)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var packaged = System.IO.Directory.Exists("/usr/lib/postgresql")
            ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        var preferred = (string.IsNullOrEmpty(configured) ? path : [configured, .. path]).Select(Probe);
        return [.. preferred.Concat(packaged.Select(Probe).OrderByDescending(found => found?.Major)).OfType<PostgresBinaries>().DistinctBy(found => found.Directory)];
    }

    /// <summary>The server for a data directory: any for a new one, the same major version for an old one.</summary>
    /// <param name="existing">The content of its PG_VERSION; null when it is new.</param>
    /// <exception cref="StartupProblemException">There is no server, or none of the directory's version.</exception>
    public static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> found, int? existing, string directory)
    {
        if (found.Count == 0)
            throw new StartupProblemException(
                "No PostgreSQL server was found on this machine. Install one (Debian: apt-get install postgresql), "
                + "point the setting Postgres:Binaries at its bin directory, or set ConnectionStrings:Postgres.");
        if (existing is not { } major)
            return found[0];
        return found.FirstOrDefault(server => server.Major == major) ?? throw new StartupProblemException(
            $"The data directory {directory} belongs to PostgreSQL {major}, and this machine has {string.Join(", ", found.Select(server => server.Major))}. "
            + (found.All(server => server.Major < major)
                ? $"It is newer than any server here: install PostgreSQL {major}."
                : $"Install PostgreSQL {major}, or move the data with pg_upgrade."));
    }

    /// <summary>The path of one of its programs.</summary>
    public string Program(string name) => Path.Combine(Directory, name);

    private static PostgresBinaries? Probe(string directory)
    {
        var server = Path.Combine(directory, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(directory, "initdb")))
            return null;
        var version = ProcessRunner.Run(server, ["--version"], user: null);
        return Version().Match(version.Output) is { Success: true } match
            ? new PostgresBinaries(directory, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
