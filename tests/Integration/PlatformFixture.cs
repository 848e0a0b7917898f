[assembly: AssemblyFixture(typeof(Platform.Tests.Integration.PlatformFixture))]

namespace Platform.Tests.Integration;

/// <summary>One running installation for all tests; each test has a tenant of its own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    internal HostProcess Host { get; private set; } = null!;

    /// <remarks>All tests of the collection send to this host within minutes, some of them thousands of refused requests: the bound on kept ones has its own test.</remarks>
    public async ValueTask InitializeAsync() => Host = await HostProcess.StartAsync(settings: new() { ["Ingest__StrangerLettersPerMinute"] = "1000000" });

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
