using GraphQL;
using Platform.Contracts.Tenants;
using Source = Platform.ReadApi.Sources.Source;
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

    internal static Tenant Of(Defined tenant, DateTimeOffset now) => new()
    {
        Id = tenant.Slug, Name = tenant.Name, TimeZone = tenant.TimeZone, VisitorIdentification = tenant.Identification,
        Sources = [.. tenant.Sources.Select(source => Source.Of(tenant.Slug, source, now))],
    };
}

/// <summary>Who is asking.</summary>
/// <param name="Name">Log-in name, or the key's.</param>
/// <param name="IsAdmin">Whether every tenant and command is open.</param>
public sealed record Viewer(string Name, bool IsAdmin);
