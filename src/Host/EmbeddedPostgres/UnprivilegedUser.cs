namespace Platform.Host.EmbeddedPostgres;

/// <summary>PostgreSQL refuses to run as root: a host that runs as root starts it as somebody else.</summary>
internal static class UnprivilegedUser
{
    private static readonly string[] Candidates = ["postgres", "platform", "nobody"];

    /// <summary>The user to start it as; null when the caller is not root.</summary>
    public static string? Find()
    {
        if (Environment.UserName != "root")
            return null;
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return Candidates.FirstOrDefault(known.Contains)
            ?? throw new StartupProblemException("PostgreSQL does not run as root, and there is no user 'postgres', 'platform' or 'nobody' to run it as.");
    }

    /// <summary>Gives files and directories to the user, with all that is in them.</summary>
    /// <exception cref="StartupProblemException">The user cannot get at them: a directory above does not let others through.</exception>
    public static void Own(string? user, params string[] paths)
    {
        if (user is null)
            return;
        foreach (var path in paths)
        {
            ProcessRunner.Run("chown", ["-R", $"{user}:", path], user: null);
            if (ProcessRunner.Run("test", ["-r", path], user).ExitCode != 0)
                throw new StartupProblemException(
                    $"The user '{user}' that PostgreSQL runs as cannot get at {path}: a directory above it is closed to others. Choose another data directory.");
        }
    }
}
