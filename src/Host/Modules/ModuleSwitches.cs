namespace Platform.Host.Modules;

/// <summary>Which modules this node runs: the setting <c>Modules</c>, a comma-separated list; all of them by default.</summary>
[Flags]
public enum ModuleSwitches
{
    /// <summary>No module.</summary>
    None = 0,

    /// <summary>Collectors and appending.</summary>
    Ingest = 1,

    /// <summary>Projections and their read models.</summary>
    Projections = 2,

    /// <summary>GraphQL and the web UI.</summary>
    ReadApi = 4,

    /// <summary>Detectors and forecasts.</summary>
    Ml = 8,

    /// <summary>Everything.</summary>
    All = Ingest | Projections | ReadApi | Ml,
}
