using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Contracts.Tenants;

namespace Platform.Ingest.Import;

/// <summary>A file that somebody uploads.</summary>
/// <param name="Tenant">Whose history it is.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Format">A name of <see cref="ImportFormats"/>.</param>
/// <param name="Map">Which column of a table is what, as <see cref="CsvMapping.Parse"/> reads it; empty where they are called as the fields are.</param>
public sealed record ImportUpload(string Tenant, string Name, string Format, string Map);

/// <summary>What became of an upload.</summary>
/// <param name="Id">The import's.</param>
/// <param name="CompletedBefore">The same file was imported before; nothing is done.</param>
public sealed record UploadedImport(Guid Id, bool CompletedBefore);

/// <summary>
/// The files that were uploaded and are not imported yet. Each lies beside a description of itself, which is written last: what has none
/// was not uploaded to its end.
/// </summary>
public sealed class ImportUploads(ImportLog log, ISourceDirectory sources, IOptions<IngestOptions> options, TimeProvider clock)
{
    private const string Described = ".json";
    private const int LongestName = 200;

    private string Directory => options.Value.ImportDirectory;

    /// <summary>Keeps the file; it is imported as soon as its turn comes.</summary>
    /// <exception cref="FormatException">There is no such format, or the mapping is wrong: nothing was read.</exception>
    /// <exception cref="IOException">There is no room for it.</exception>
    public async Task<UploadedImport> TakeAsync(ImportUpload upload, Stream content, CancellationToken cancellation)
    {
        Check(upload);
        System.IO.Directory.CreateDirectory(Directory);
        var part = Path.Combine(Directory, NewId.Next(clock).ToString("N") + ".part");
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
                await content.CopyToAsync(file, cancellation);
            var order = await OrderAsync(upload, part, cancellation);
            var id = await order.IdAsync(cancellation);
            var known = await log.FindAsync(upload.Tenant, id, cancellation);
            if (known is { Completed: true })
                return new UploadedImport(id, true);
            var path = Path.Combine(Directory, id.ToString("N"));
            File.Move(part, path, overwrite: true);
            await File.WriteAllTextAsync(path + Described, JsonSerializer.Serialize(upload), CancellationToken.None);
            await log.WriteAsync(order with { Path = path }, id, (known ?? Checkpoint.Begin(clock.GetUtcNow())) with { Problem = null });
            await log.PauseAsync(upload.Tenant, id, paused: false);
            return new UploadedImport(id, false);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>The uploads that are to be imported, the eldest first.</summary>
    internal async Task<IReadOnlyList<ImportOrder>> WaitingAsync(CancellationToken cancellation)
    {
        var waiting = new List<ImportOrder>();
        if (!System.IO.Directory.Exists(Directory))
            return waiting;
        foreach (var description in new DirectoryInfo(Directory).GetFiles("*" + Described).OrderBy(file => file.LastWriteTimeUtc))
        {
            var upload = JsonSerializer.Deserialize<ImportUpload>(await File.ReadAllTextAsync(description.FullName, cancellation))!;
            var path = description.FullName[..^Described.Length];
            if (await log.FindAsync(upload.Tenant, Guid.ParseExact(Path.GetFileName(path), "N"), cancellation) is null or { Paused: false })
                waiting.Add(await OrderAsync(upload, path, cancellation));
        }
        return waiting;
    }

    /// <summary>Removes what is imported, or never can be.</summary>
    internal static void Remove(ImportOrder order)
    {
        File.Delete(order.Path + Described);
        File.Delete(order.Path);
    }

    /// <summary>Removes what uploads left behind that a crash interrupted.</summary>
    internal void Clean()
    {
        if (System.IO.Directory.Exists(Directory))
            foreach (var file in System.IO.Directory.GetFiles(Directory))
                if (!file.EndsWith(Described, StringComparison.Ordinal) && !File.Exists(file + Described))
                    File.Delete(file);
    }

    private static void Check(ImportUpload upload)
    {
        ImportFormats.Parse(upload.Format);
        if (upload.Map.Length > 0)
            CsvMapping.Parse(upload.Map);
        if (upload.Name.Length is 0 or > LongestName)
            throw new FormatException($"The file needs a name of at most {LongestName} characters.");
    }

    private async Task<ImportOrder> OrderAsync(ImportUpload upload, string path, CancellationToken cancellation)
    {
        var source = new ResolvedSource(upload.Tenant, ImportOrder.SourceName, VisitorIdentification.Cookieless) { Plan = await sources.PlanAsync(upload.Tenant, cancellation) };
        return new ImportOrder(path, ImportFormats.Parse(upload.Format), source, null, upload.Map.Length == 0 ? null : CsvMapping.Parse(upload.Map)) { Name = upload.Name, Uploaded = true };
    }
}
