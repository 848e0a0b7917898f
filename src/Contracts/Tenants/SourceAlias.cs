namespace Platform.Contracts.Tenants;

/// <summary>What a client names its source by where its protocol has no write key.</summary>
public enum SourceAliasKind
{
    /// <summary>Plausible's <c>domain</c>.</summary>
    Plausible,

    /// <summary>Umami's website id.</summary>
    Umami,

    /// <summary>Matomo's <c>idsite</c>.</summary>
    Matomo,

    /// <summary>Snowplow's application id.</summary>
    Snowplow,

    /// <summary>The measurement id of Google Analytics 4; its secret is the source's write key.</summary>
    Ga4,
}

/// <summary>Another name of a source. A kind and a value belong to one source of one tenant.</summary>
/// <param name="Source">The source's name within the tenant.</param>
public sealed record SourceAlias(string Source, SourceAliasKind Kind, string Value)
{
    /// <summary>Domains and measurement ids do not depend on capitals; the form that aliases are compared by.</summary>
    public static string Normalize(SourceAliasKind kind, string value) => kind switch
    {
        SourceAliasKind.Plausible or SourceAliasKind.Umami => value.Trim().ToLowerInvariant(),
        SourceAliasKind.Ga4 => value.Trim().ToUpperInvariant(),
        _ => value.Trim(),
    };
}
