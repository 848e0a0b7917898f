namespace Platform.Contracts.Users;

/// <summary>Someone may log in. Stream: <see cref="DerivedId.User"/>, in the default tenant.</summary>
/// <param name="Name">Log-in name, lower case.</param>
/// <param name="PasswordHash">As ASP.NET Identity's hasher makes it; never a password.</param>
/// <param name="IsAdmin">May see every tenant and run every command.</param>
public sealed record UserAdded(string Name, string PasswordHash, bool IsAdmin, DateTimeOffset At);

/// <summary>A user's password was set anew.</summary>
public sealed record PasswordChanged(string PasswordHash, DateTimeOffset At);

/// <summary>Someone who may log in, as their events define them.</summary>
public sealed record User
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>Log-in name, lower case.</summary>
    public required string Name { get; init; }

    /// <summary>As ASP.NET Identity's hasher makes it.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>May see every tenant and run every command.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The user after an event; unknown events change nothing.</summary>
    public static User? Evolve(User? user, object happened) => (user, happened) switch
    {
        (null, UserAdded added) => new()
        {
            Id = DerivedId.User(added.Name), Name = added.Name, PasswordHash = added.PasswordHash, IsAdmin = added.IsAdmin,
        },
        (not null, PasswordChanged changed) => user with { PasswordHash = changed.PasswordHash },
        _ => user,
    };
}
