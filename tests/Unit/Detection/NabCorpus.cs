using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Platform.Tests.Unit.Detection;

/// <summary>A series of the Numenta Anomaly Benchmark with its labelled windows, as first and last row.</summary>
internal sealed record NabSeries(string Name, DateTimeOffset[] At, double[] Values, (int First, int Last)[] Windows);

/// <summary>The part of the benchmark's data that ships with the tests.</summary>
internal static class NabCorpus
{
    public static IReadOnlyList<NabSeries> Series { get; } = Read();

    private static List<NabSeries> Read()
    {
        var files = new Dictionary<string, string>();
        using var tar = new TarReader(new GZipStream(File.OpenRead(RepositoryFiles.PathOf("tests", "data", "nab.tar.gz")), CompressionMode.Decompress));
        while (tar.GetNextEntry(copyData: true) is { } entry)
            if (entry.DataStream is { } data)
                files[entry.Name["nab/".Length..]] = new StreamReader(data).ReadToEnd();
        var windows = JsonSerializer.Deserialize<Dictionary<string, string[][]>>(files["windows.json"])!;
        return [.. windows.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Parse(file.Key, files[file.Key], file.Value))];
    }

    private static NabSeries Parse(string name, string text, string[][] windows)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(',')).ToList();
        var first = new Dictionary<string, int>();
        for (var row = 0; row < rows.Count; row++)
            first.TryAdd(rows[row][0], row);
        return new NabSeries(
            name,
            [.. rows.Select(row => DateTimeOffset.Parse(row[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))],
            [.. rows.Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))],
            [.. windows.Select(window => (first[window[0].Split('.')[0]], first[window[1].Split('.')[0]]))]);
    }
}
