using System.Runtime.CompilerServices;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.Host.EventStore;
using Platform.Ingest.Sources;

namespace Platform.Tests;

/// <summary>Adds tenants to a running installation by the command's own handler.</summary>
internal static class TenantsOfTests
{
    [ModuleInitializer]
    internal static void Use() => HostProcess.AddTenant = AddAsync;

    private static async Task AddAsync(string connectionString, string slug)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddEventStore(connectionString, runProjections: false);
        await using var neverStarted = builder.Build();
        await using var session = neverStarted.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var answer = await AddTenantHandler.Handle(new AddTenant(slug, slug, slug), session, TimeProvider.System, CancellationToken.None);
        if (answer.Problem is { } problem)
            throw new InvalidOperationException(problem);
        await session.SaveChangesAsync();
    }
}
