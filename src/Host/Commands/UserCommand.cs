using System.Security.Cryptography;
using JasperFx;
using JasperFx.CommandLine;
using Marten;
using Microsoft.AspNetCore.Identity;
using Platform.Contracts;
using Platform.Contracts.Users;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>user</c>.</summary>
public sealed class UserInput : NetCoreInput
{
    /// <summary>What to do.</summary>
    [Description("What to do: password")]
    public string Action { get; set; } = "password";

    /// <summary>Whose.</summary>
    [Description("The log-in name")]
    public string Name { get; set; } = "";
}

/// <summary><c>user password NAME</c>: gives a user a new password, printed once.</summary>
[Description("Gives a user a new password: user password NAME", Name = "user")]
public sealed class UserCommand : JasperFxAsyncCommand<UserInput>
{
    /// <inheritdoc />
    public override Task<bool> Execute(UserInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        if (input.Action != "password")
            throw new StartupProblemException($"'{input.Action}' is not something to do with a user; use: user password NAME");
        var name = input.Name.Trim().ToLowerInvariant();
        var session = services.GetRequiredService<IDocumentSession>();
        if (await session.LoadAsync<User>(DerivedId.User(name), cancellation) is null)
            throw new StartupProblemException($"There is no user '{name}'.");
        var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
        var hash = services.GetRequiredService<IPasswordHasher<User>>().HashPassword(null!, password);
        session.Events.Append(DerivedId.User(name), new PasswordChanged(hash, services.GetRequiredService<TimeProvider>().GetUtcNow()));
        await session.SaveChangesAsync(cancellation);
        Console.WriteLine($"The password of {name} is {password}");
    });
}
