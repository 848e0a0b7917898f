using Platform.Contracts.History;

namespace Platform.Ingest.Import;

/// <summary>Lets imports wait and go on. Whoever runs one, on whatever node or as a command, looks after each batch.</summary>
public static class ImportCommandHandler
{
    /// <summary>Lets it wait.</summary>
    public static async Task<ImportAnswer> Handle(PauseImport command, ImportLog log, CancellationToken cancellation)
    {
        if (Ended(await log.FindAsync(command.Tenant, command.Id, cancellation)) is { } ended)
            return new ImportAnswer(ended);
        await log.PauseAsync(command.Tenant, command.Id, paused: true);
        return new ImportAnswer(null);
    }

    /// <summary>Lets it go on.</summary>
    public static async Task<ImportAnswer> Handle(ResumeImport command, ImportLog log, CancellationToken cancellation)
    {
        var known = await log.FindAsync(command.Tenant, command.Id, cancellation);
        if (Ended(known) is { } ended)
            return new ImportAnswer(ended);
        if (!known!.Uploaded)
            return new ImportAnswer("The file is not here: run the command again that began the import.");
        await log.PauseAsync(command.Tenant, command.Id, paused: false);
        return new ImportAnswer(null);
    }

    private static string? Ended(Checkpoint? known) => known switch
    {
        null => "There is no such import.",
        { Completed: true } => "The import is complete.",
        _ => known.Problem,
    };
}
