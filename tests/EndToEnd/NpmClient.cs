using System.Diagnostics;

namespace Platform.Tests.EndToEnd;

/// <summary>Runs a script of the folder <c>clients</c>, where published npm clients are installed as they are.</summary>
internal static class NpmClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The folder with the scripts and their <c>node_modules</c>.</summary>
    public static string Folder { get; } = RepositoryFiles.PathOf("tests", "EndToEnd", "clients");

    /// <summary>What the script printed; a script that fails fails the test with what it said.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit);
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, await output + await errors);
        return await output;
    }
}
