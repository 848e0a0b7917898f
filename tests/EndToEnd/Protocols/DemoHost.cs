using System.Net.Http.Json;

namespace Platform.Tests.EndToEnd.Protocols;

/// <summary>A host with the demo tenant, which every protocol's clients find by the names of the documentation.</summary>
public sealed class DemoHost : IAsyncLifetime
{
    internal const string Website = "00000000-0000-4000-8000-000000000001";

    internal HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await HostProcess.StartAsync();
        var (exitCode, said) = await Host.RunAsync("tenant", "add", "demo", "--write-key", "demo");
        Assert.True(exitCode == 0, said);
        // The host learns of it a little later.
        await HostProcess.UntilAsync(async () =>
        {
            using var first = await Host.CollectAsync("/v1/track", "demo", JsonContent.Create(new { @event = "first", userId = "first" }));
            return first.IsSuccessStatusCode;
        });
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
