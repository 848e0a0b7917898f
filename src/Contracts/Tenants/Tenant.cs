namespace Platform.Contracts.Tenants;

/// <summary>How a tenant tells visitors apart when the client gives no id of its own.</summary>
public enum VisitorIdentification
{
    /// <summary>A keyed hash that rotates daily; nothing is stored in the browser.</summary>
    Cookieless,

    /// <summary>The browser script keeps a first-party id.</summary>
    FirstParty,
}

/// <summary>A tenant was added. Stream: <see cref="DerivedId.Tenant"/>, in the default tenant.</summary>
public sealed record TenantAdded(string Id, string Name, DateTimeOffset At);

/// <summary>The tenant chose how visitors are told apart.</summary>
public sealed record VisitorIdentificationChosen(VisitorIdentification Identification, DateTimeOffset At);

/// <summary>The tenant chose the IANA zone for calendar periods.</summary>
public sealed record TimeZoneChosen(string TimeZone, DateTimeOffset At);

/// <summary>A source became known by an alias: clients that send no write key name it by this instead.</summary>
public sealed record SourceAliasAdded(string Source, SourceAliasKind Kind, string Value, DateTimeOffset At);

/// <summary>A tenant as its events define it.</summary>
public sealed record Tenant
{
    /// <summary>Stream id.</summary>
    public Guid Id { get; init; }

    /// <summary>The short name used in keys, headers and addresses: a–z, 0–9 and "-", 1 to 40 characters.</summary>
    public required string Slug { get; init; }

    /// <summary>The name people see.</summary>
    public required string Name { get; init; }

    /// <summary>IANA zone for calendar periods.</summary>
    public string TimeZone { get; init; } = "Etc/UTC";

    /// <summary>How visitors are told apart.</summary>
    public VisitorIdentification Identification { get; init; }

    /// <summary>Who may send events.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>Other names that the sources are known by.</summary>
    public IReadOnlyList<SourceAlias> Aliases { get; init; } = [];

    /// <summary>When it was added.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>The tenant after an event; unknown events change nothing.</summary>
    public static Tenant? Evolve(Tenant? tenant, object happened) => (tenant, happened) switch
    {
        (null, TenantAdded added) =>
            new() { Id = DerivedId.Tenant(added.Id), Slug = added.Id, Name = added.Name, AddedAt = added.At },
        (not null, SourceAdded added) =>
            tenant with { Sources = [.. tenant.Sources, new Source(added.Name, added.WriteKey) { AddedAt = added.At }] },
        (not null, SourceAliasAdded added) =>
            tenant with { Aliases = [.. tenant.Aliases, new SourceAlias(added.Source, added.Kind, added.Value)] },
        (not null, VisitorIdentificationChosen chosen) => tenant with { Identification = chosen.Identification },
        (not null, TimeZoneChosen chosen) => tenant with { TimeZone = chosen.TimeZone },
        (not null, _) when Source.Of(happened) is { } name =>
            tenant with { Sources = [.. tenant.Sources.Select(source => source.Name == name ? source.Evolve(happened) : source)] },
        _ => tenant,
    };
}
