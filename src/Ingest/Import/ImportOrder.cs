using System.Security.Cryptography;
using Platform.Contracts;
using Platform.Contracts.Ingestion;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Import;

/// <summary>What to import, and for whom.</summary>
/// <param name="Source">The source that the events are counted as.</param>
/// <param name="ShiftTo">Moves a web server's log by days, so that its first line falls on this date.</param>
/// <param name="Mapping">Which column is what, of <see cref="ImportFormat.Csv"/>.</param>
public sealed record ImportOrder(string Path, ImportFormat Format, ResolvedSource Source, DateOnly? ShiftTo = null, CsvMapping? Mapping = null)
{
    /// <summary>The source that what is imported is counted as.</summary>
    public const string SourceName = "import";

    /// <summary>What people call the file.</summary>
    public string Name { get; init; } = System.IO.Path.GetFileName(Path);

    /// <summary>Whether the installation has the file itself, so that it goes on by itself.</summary>
    public bool Uploaded { get; init; }

    /// <summary>The import's identity: the same content in the same format is the same import, whatever the file is called.</summary>
    public async Task<Guid> IdAsync(CancellationToken cancellation)
    {
        await using var file = File.OpenRead(Path);
        var content = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
        return DerivedId.Of("import", Source.Tenant, $"{Format}\n{Mapping}\n{content}");
    }
}

/// <summary>How far an import has come: every line, or row, is one of accepted, refused or left out.</summary>
/// <param name="Accepted">Events that passed every rule, those that were stored before included.</param>
/// <param name="BytesRead">Of the file as it lies on disk.</param>
public sealed record ImportProgress(long Lines, long Accepted, IReadOnlyDictionary<DropReason, long> Refused, long LeftOut, long BytesRead)
{
    /// <summary>How it ended; null while it runs.</summary>
    public ImportEnd? End { get; init; }
}

/// <summary>How an import ended.</summary>
public enum ImportEnd
{
    /// <summary>All of the file is stored.</summary>
    Completed,

    /// <summary>It was complete before, and nothing was done.</summary>
    CompletedBefore,

    /// <summary>Somebody stopped it; the same command goes on.</summary>
    Paused,

    /// <summary>The file cannot be imported.</summary>
    Failed,
}
