[assembly: AssemblyFixture(typeof(Platform.Tests.Integration.PlatformFixture))]

namespace Platform.Tests.Integration;

/// <summary>One running installation for all tests; each test has a tenant of its own.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    internal HostProcess Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await HostProcess.StartAsync();

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
