using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Sylvan.Data.Csv;

namespace Platform.Ingest.Import;

/// <summary>One line of a file, or one row of a table.</summary>
/// <param name="Place">Where it stands, as people count: the file within an archive, and the line.</param>
/// <param name="Text">As it stands there.</param>
/// <param name="Row">Its columns by their headings, empty ones left out: an object of text; undefined for a line.</param>
internal sealed record ImportRecord(string Place, string Text, JsonElement Row = default)
{
    /// <summary>The table's headings; none of a line.</summary>
    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>Why the row cannot be read; null when it can.</summary>
    public string? Problem { get; init; }
}

/// <summary>Reads the records of a file: plain, gzipped, or each fitting file of a zip archive, in the order of their names.</summary>
internal sealed class ImportFile(string path, bool table, string? member) : IDisposable
{
    private const int LongestRow = 1024 * 1024;
    private readonly FileStream _file = File.OpenRead(path);

    /// <summary>Bytes read so far, of the file as it lies on disk.</summary>
    public long Position => _file.Position;

    public void Dispose() => _file.Dispose();

    /// <exception cref="InvalidDataException">It is damaged, or an archive without what the format needs.</exception>
    public async IAsyncEnumerable<ImportRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = new byte[4];
        var known = await _file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        _file.Position = 0;
        if (known == 4 && start is [(byte)'P', (byte)'K', 3, 4])
        {
            await using var archive = await ZipArchive.CreateAsync(_file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancellation);
            var fitting = archive.Entries.Where(entry => entry.Length > 0 && (member is null || entry.Name.StartsWith(member, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList();
            if (fitting.Count == 0)
                throw new InvalidDataException(member is null ? "The archive is empty." : $"The archive has no file whose name begins with {member}.");
            foreach (var entry in fitting)
            {
                await using var content = await entry.OpenAsync(cancellation);
                await foreach (var record in RecordsAsync(content, entry.Name + ", ", cancellation))
                    yield return record;
            }
            yield break;
        }
        await using var unpacked = start is [0x1F, 0x8B, ..] ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : null;
        await foreach (var record in RecordsAsync((Stream?)unpacked ?? _file, "", cancellation))
            yield return record;
    }

    private async IAsyncEnumerable<ImportRecord> RecordsAsync(Stream content, string place, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        if (table)
        {
            foreach (var row in Rows(reader, place))
                yield return row;
            yield break;
        }
        for (var line = 1L; await reader.ReadLineAsync(cancellation) is { } text; line++)
            yield return new ImportRecord($"{place}line {line}", text);
    }

    private static IEnumerable<ImportRecord> Rows(TextReader reader, string place)
    {
        using var rows = CsvDataReader.Create(reader, new CsvDataReaderOptions { CsvStyle = CsvStyle.Lax, Comment = '\0', MaxBufferSize = LongestRow, OwnsReader = false });
        string[] headings = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
        var line = 2L; // they stand on the first
        while (rows.Read())
        {
            var text = rows.GetRawRecordSpan().ToString();
            var record = new ImportRecord($"{place}line {line}", text.TrimEnd('\r', '\n')) { Headings = headings };
            line += Math.Max(1, text.AsSpan().Count('\n'));
            yield return rows.RowFieldCount == rows.FieldCount
                ? record with { Row = Columns(rows) }
                : record with { Problem = $"The row has {rows.RowFieldCount} columns where the headings are {rows.FieldCount}; quote values that contain the delimiter." };
        }
    }

    private static JsonElement Columns(CsvDataReader rows)
    {
        var columns = new Dictionary<string, string>(rows.FieldCount);
        for (var i = 0; i < rows.FieldCount; i++)
            if (rows.GetString(i) is { Length: > 0 } value)
                columns[rows.GetName(i)] = value;
        return JsonSerializer.SerializeToElement(columns);
    }
}
