namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>Published clients for servers, unmodified, against the real host: what they send is stored exactly as the file beside each script says.</summary>
public class NodeClientTests(DemoHost demo) : IClassFixture<DemoHost>
{
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
        var before = await StoredLines.LastAsync(demo.Host);
        var said = await NpmClient.RunAsync(Path.Combine("protocols", script + ".mjs"), demo.Host.Address, source);
        var stored = await StoredLines.AfterAsync(demo.Host, "demo", before);
        await Approved.CompareAsync(script, [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries), .. stored, .. await TraitsAsync(script)]);
    }

    // What a client sets, and sets once, is what is known of the person afterwards.
    private async Task<string[]> TraitsAsync(string script)
    {
        if (script != "posthog-node")
            return [];
        await demo.Host.CaughtUpAsync();
        return ["traits of ph-user: " + (await demo.Host.AskAsync("demo", "{ person(id: \"ph-user\") { traits } }")).GetProperty("person").GetProperty("traits").GetRawText()];
    }
}
