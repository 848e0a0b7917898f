using GraphQL;
using Platform.Contracts.Rebuilds;
using Platform.Projections.Rebuilds;
using Compared = Platform.Contracts.Rebuilds.TableComparison;

namespace Platform.ReadApi.Rebuilds;

/// <summary>A read model that is built anew by replay beside the running one, which answers until the new edition takes over.</summary>
public sealed record Rebuild
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>What is rebuilt: a projection's name, or <c>all</c>.</summary>
    public required string Projection { get; init; }

    /// <summary>The one tenant whose part is rebuilt; null for everybody's.</summary>
    public required string? Tenant { get; init; }

    /// <summary>The one saved funnel that is computed, because it was changed; null for all.</summary>
    [Id] public required string? Definition { get; init; }

    /// <summary>Where it stands.</summary>
    public required RebuildState State { get; init; }

    /// <summary>Place in the event store up to which events are in the new edition.</summary>
    public required long Processed { get; init; }

    /// <summary>Place in the event store that it has to reach.</summary>
    public required long Total { get; init; }

    /// <summary>How quickly it replays.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>When it will probably have replayed everything.</summary>
    public required TimeSpan? Eta { get; init; }

    /// <summary>Rows in which the new edition and the running one differ, at the same place; null before they were compared.</summary>
    public required long? Differences { get; init; }

    /// <summary>The comparison, table by table; null before.</summary>
    public required IReadOnlyList<TableComparison>? Comparison { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Problem { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in whichever way.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    internal static Rebuild Of(RebuildStatus status) => new()
    {
        Id = status.Rebuild.Id.ToString("N"), Projection = status.Rebuild.Projection, Tenant = status.Rebuild.Tenant, Definition = status.Rebuild.Definition?.ToString("N"), State = status.Rebuild.State,
        Processed = status.Progress.Processed, Total = status.Progress.Total, EventsPerSecond = status.Progress.EventsPerSecond, Eta = status.Eta,
        Differences = status.Rebuild.Comparison?.Sum(table => table.Differences),
        Comparison = status.Rebuild.Comparison?.Select(table => TableComparison.Of(table, status.Samples)).ToList(),
        RequestedBy = status.Rebuild.RequestedBy, Problem = status.Rebuild.Problem, StartedAt = status.Rebuild.StartedAt,
        FinishedAt = status.Rebuild.FinishedAt,
    };
}

/// <summary>How a table of the new edition compares with the running one.</summary>
/// <param name="Projection">Whose table.</param>
/// <param name="Table">Its name.</param>
/// <param name="Sequence">The last event that both had.</param>
/// <param name="Rows">Rows of the new edition.</param>
/// <param name="Differences">Rows that are not the same, or that only one of them has.</param>
/// <param name="Samples">Some of them.</param>
public sealed record TableComparison(
    string Projection, string Table, long Sequence, long Rows, long Differences, IReadOnlyList<RowDifference> Samples)
{
    internal static TableComparison Of(Compared table, IEnumerable<RowDifference> samples) => new(
        table.Projection, table.Table, table.Sequence, table.Rows, table.Differences, [.. samples.Where(sample => sample.Table == table.Table)]);
}
