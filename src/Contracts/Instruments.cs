using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Contracts;

/// <summary>
/// Where every module's spans and metrics come from. Tags have few values by construction: reasons, projections, outcomes;
/// never a tenant, a visitor, a key or an address.
/// </summary>
public static class Instruments
{
    /// <summary>What the host listens to: every name below begins with it.</summary>
    public const string Pattern = "Platform.*";

    /// <summary>Metrics of collecting and storing.</summary>
    public static readonly Meter Ingest = new("Platform.Ingest");

    /// <summary>Metrics of the read models.</summary>
    public static readonly Meter Projections = new("Platform.Projections");

    /// <summary>Metrics of answering.</summary>
    public static readonly Meter ReadApi = new("Platform.ReadApi");

    /// <summary>Spans of collecting and storing.</summary>
    public static readonly ActivitySource Collecting = new("Platform.Ingest");

    /// <summary>Spans of the read models.</summary>
    public static readonly ActivitySource Projecting = new("Platform.Projections");

    /// <summary>Spans of answering.</summary>
    public static readonly ActivitySource Answering = new("Platform.ReadApi");
}
