using System.Globalization;

namespace Platform.Host.Series;

/// <summary>A row of a series file: the texts as they stand in it, and what they mean.</summary>
/// <param name="Value">Not a number where the value is missing.</param>
internal sealed record SeriesRow(string TimestampText, string ValueText, DateTimeOffset At, double Value);

/// <summary>Reads files with the columns <c>timestamp</c> and <c>value</c> (any others are ignored), the rows in order of time.</summary>
internal static class SeriesFile
{
    private static readonly string[] Missing = ["", "NA", "NaN", "null"];

    /// <exception cref="StartupProblemException">The file cannot be read as a series; the message says which line, and what to change.</exception>
    public static async Task<List<SeriesRow>> ReadAsync(string path)
    {
        if (!File.Exists(path))
            throw new StartupProblemException($"There is no file {path}.");
        var rows = new List<SeriesRow>();
        using var reader = new StreamReader(path);
        var columns = Cells(await reader.ReadLineAsync() ?? "");
        var (timestamp, value) = (columns.FindIndex(IsNamed("timestamp")), columns.FindIndex(IsNamed("value")));
        if (timestamp < 0 || value < 0)
            throw new StartupProblemException($"The first line of {path} must name the columns 'timestamp' and 'value'; it is '{string.Join(',', columns)}'.");
        for (var number = 2; await reader.ReadLineAsync() is { } line; number++)
            if (line.Length > 0)
                rows.Add(Row(Cells(line), timestamp, value, $"{path}, line {number}"));
        return rows;
    }

    private static SeriesRow Row(List<string> cells, int timestamp, int value, string where)
    {
        if (cells.Count <= Math.Max(timestamp, value))
            throw new StartupProblemException($"{where}: there are {cells.Count} columns; a timestamp and a value are needed.");
        if (!DateTimeOffset.TryParse(cells[timestamp], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            throw new StartupProblemException($"{where}: '{cells[timestamp]}' is no time; write it like 2026-01-31T12:00:00Z.");
        var number = double.NaN;
        if (!Missing.Contains(cells[value], StringComparer.OrdinalIgnoreCase)
            && !double.TryParse(cells[value], NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            throw new StartupProblemException($"{where}: '{cells[value]}' is no number; leave the value empty where it is missing.");
        return new SeriesRow(cells[timestamp], cells[value], at, number);
    }

    private static List<string> Cells(string line) => [.. line.Split(',').Select(cell => cell.Trim().Trim('"'))];

    private static Predicate<string> IsNamed(string name) => column => column.TrimStart('\uFEFF').Equals(name, StringComparison.OrdinalIgnoreCase);
}
