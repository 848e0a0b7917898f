using System.Diagnostics;

namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>Published clients for servers, unmodified, against the real host: what they send is stored exactly as the file beside each script says.</summary>
public class NodeClientTests(DemoHost demo) : IClassFixture<DemoHost>
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests", "EndToEnd", "clients", "protocols");

    [Theory]
    [InlineData("amplitude-node", "demo")]
    [InlineData("cloudevents-node", "demo")]
    [InlineData("ga4-fetch", "demo")]
    [InlineData("jitsu-node", "demo")]
    [InlineData("matomo-node", "1")]
    [InlineData("mixpanel-node", "demo")]
    [InlineData("openpanel-node", "demo")]
    [InlineData("posthog-node", "demo")]
    [InlineData("rudderstack-node", "demo")]
    [InlineData("snowplow-node", "demo")]
    [InlineData("umami-node", DemoHost.Website)]
    public async Task What_the_client_sends_is_stored_exactly(string script, string source)
    {
        var before = await StoredEvents.LastAsync(demo.Host);
        using var node = Process.Start(new ProcessStartInfo("node", [script + ".mjs", demo.Host.Address, source])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, await output + await errors);

        var stored = await StoredEvents.AfterAsync(demo.Host, "demo", before);
        await Approved.CompareAsync(Path.Combine(Folder, "expected", script + ".txt"), [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries), .. stored]);
    }
}
