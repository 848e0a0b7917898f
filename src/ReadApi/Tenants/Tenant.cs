using GraphQL;
using Platform.Contracts.Tenants;
using Defined = Platform.Contracts.Tenants.Tenant;

namespace Platform.ReadApi.Tenants;

/// <summary>A tenant: its data is seen by nobody else.</summary>
public sealed record Tenant
{
    /// <summary>The short name used in keys, headers and addresses.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>The name people see.</summary>
    public required string Name { get; init; }

    /// <summary>IANA zone for calendar periods.</summary>
    public required string TimeZone { get; init; }

    /// <summary>How visitors are told apart when the client gives no id of its own.</summary>
    public required VisitorIdentification VisitorIdentification { get; init; }

    /// <summary>Who may send events.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    internal static Tenant Of(Defined tenant) => new()
    {
        Id = tenant.Slug, Name = tenant.Name, TimeZone = tenant.TimeZone, VisitorIdentification = tenant.Identification,
        Sources = [.. tenant.Sources.Select(source => new Source(source.Name, source.WriteKey))],
    };
}

/// <summary>A source of events.</summary>
/// <param name="Name">Its name within the tenant.</param>
/// <param name="WriteKey">With it one may send events, and nothing else. Only administrators may ask for it.</param>
public sealed record Source(string Name, [property: Authorize(Roles = "admin")] string WriteKey);

/// <summary>Who is asking.</summary>
/// <param name="Name">Log-in name, or the key's.</param>
/// <param name="IsAdmin">Whether every tenant and command is open.</param>
public sealed record Viewer(string Name, bool IsAdmin);
