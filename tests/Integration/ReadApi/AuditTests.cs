using System.Diagnostics;

namespace Platform.Tests.Integration.ReadApi;

public sealed class AuditTests
{
    [Fact]
    public async Task Every_audit_of_graphql_http_passes()
    {
        await using var host = await TransportHost.StartAsync();
        var (code, output) = await NodeAsync("audit.mjs", host.Url.ToString(), "admin");
        Assert.True(code == 0, output);
        Assert.Contains("\"audits\":61,\"failed\":0", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> NodeAsync(params string[] arguments)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder)!;
        using var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Path.Combine(folder, "tests", "EndToEnd", "graphql-clients"), RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        return (node.ExitCode, await output + await errors);
    }
}
