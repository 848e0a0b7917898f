namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>Compares with a file that somebody has read and found right; <c>APPROVE=1</c> writes files that do not exist yet.</summary>
internal static class Approved
{
    /// <summary>How many lines the file has; none while it is being written.</summary>
    public static async Task<int> LinesAsync(string name) => File.Exists(FileOf(name)) ? (await File.ReadAllLinesAsync(FileOf(name))).Length : 0;

    public static async Task CompareAsync(string name, IReadOnlyList<string> lines)
    {
        var file = FileOf(name);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1" && !File.Exists(file))
            await File.WriteAllLinesAsync(file, lines);
        Assert.Equal(await File.ReadAllTextAsync(file), string.Concat(lines.Select(line => line + "\n")));
    }

    private static string FileOf(string name) => Path.Combine(NpmClient.Folder, "protocols", "expected", name + ".txt");
}
