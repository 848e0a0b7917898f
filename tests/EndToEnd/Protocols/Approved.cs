namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>Compares with a file that somebody has read and found right; <c>APPROVE=1</c> writes files that do not exist yet.</summary>
internal static class Approved
{
    public static async Task CompareAsync(string file, IReadOnlyList<string> lines)
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1" && !File.Exists(file))
            await File.WriteAllLinesAsync(file, lines);
        Assert.Equal(await File.ReadAllTextAsync(file), string.Concat(lines.Select(line => line + "\n")));
    }
}
