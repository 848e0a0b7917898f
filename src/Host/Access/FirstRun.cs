using System.Security.Cryptography;
using Marten;
using Microsoft.AspNetCore.Identity;
using Platform.Contracts;
using Platform.Contracts.Users;

namespace Platform.Host.Access;

/// <summary>The first start makes the administrator, with a password and a key that are printed once and never again.</summary>
internal sealed class FirstRun(IDocumentStore store, IPasswordHasher<User> hasher, AdminKey key, TimeProvider clock) : IHostedService
{
    private const string Administrator = "admin";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        var madeKey = await key.EnsureAsync(session, cancellationToken);
        var madePassword = await EnsureAdministratorAsync(session, cancellationToken);
        await session.SaveChangesAsync(cancellationToken);
        if (madePassword is not null)
            Console.WriteLine($"First start. Log in as {Administrator} with the password {madePassword} (shown only now).");
        if (madeKey is not null)
            Console.WriteLine($"API key (Authorization: Bearer): {madeKey} (shown only now).");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> EnsureAdministratorAsync(IDocumentSession session, CancellationToken cancellation)
    {
        if (await session.LoadAsync<User>(DerivedId.User(Administrator), cancellation) is not null)
            return null;
        var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
        session.Events.StartStream<User>(DerivedId.User(Administrator),
            new UserAdded(Administrator, hasher.HashPassword(null!, password), IsAdmin: true, clock.GetUtcNow()));
        return password;
    }
}
