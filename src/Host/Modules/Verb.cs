namespace Platform.Host.Modules;

/// <summary>What the host was called for: to run, or for one of the command line's verbs.</summary>
public sealed record Verb(string? Name)
{
    // These build the host without ever talking to the database.
    private static readonly string[] Offline = ["codegen", "describe", "help", "?", "simulate"];

    /// <summary>Reads the first argument; a flag, or nothing, means to run.</summary>
    public static Verb Of(string[] arguments) =>
        new(arguments is [var first, ..] && first != "run" && !first.StartsWith('-') ? first : null);

    /// <summary>Whether the verb needs a database.</summary>
    public bool NeedsDatabase => Name is null || !Offline.Contains(Name);

    /// <summary>The host itself owns the data directory; a verb shares the one of a running host.</summary>
    public bool Runs => Name is null;

    /// <summary>The modules that the verb needs: running takes the configured ones, importing and administration only ingest.</summary>
    /// <param name="besideHost">Whether a host runs on the same data directory.</param>
    public ModuleSwitches Modules(ModuleSwitches configured, bool besideHost) => Name switch
    {
        null => configured,
        "codegen" or "describe" => ModuleSwitches.All,
        "rebuild" when besideHost => ModuleSwitches.Ingest,
        "rebuild" or "projections" => ModuleSwitches.Projections,
        _ => ModuleSwitches.Ingest,
    };
}
