using GraphQL;
using Platform.Contracts.Anomalies;
using Platform.Projections.Anomalies;
using Platform.ReadApi.Questions;
using Found = Platform.Contracts.Anomalies.Anomaly;

namespace Platform.ReadApi.Anomalies;

/// <summary>A series was not as expected.</summary>
public sealed record Anomaly
{
    /// <summary>Opaque.</summary>
    [Id] public required string Id { get; init; }

    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>By what the series is told apart; null for totals.</summary>
    public required string? Dimension { get; init; }

    /// <summary>The series' value of the dimension; null for totals.</summary>
    public required string? DimensionValue { get; init; }

    /// <summary>In which way it is not as expected.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>The first minute that is not as expected.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the minute closed that showed it.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When it was over; null as long as it goes on, and of changes that stay.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many minutes the figures are about.</summary>
    public required int Minutes { get; init; }

    /// <summary>What there was in these minutes.</summary>
    public required double Value { get; init; }

    /// <summary>What was expected of them, by what was known when they closed.</summary>
    public required double Expected { get; init; }

    /// <summary>Below this, the minute that showed it was unusual.</summary>
    public required double Lower { get; init; }

    /// <summary>Above this, the minute that showed it was unusual.</summary>
    public required double Upper { get; init; }

    /// <summary>How far it is apart, in standard deviations of what is usual; negative when there was less.</summary>
    public required double Score { get; init; }

    /// <summary>Where it stands.</summary>
    public required AnomalyStatus Status { get; init; }

    /// <summary>In words, with what contributed most.</summary>
    public required string Explanation { get; init; }

    /// <summary>What was noted last.</summary>
    public required string? Note { get; init; }

    /// <summary>Who acknowledged or dismissed it.</summary>
    public required string? HandledBy { get; init; }

    /// <summary>Whether somebody said that it is none.</summary>
    public required bool Dismissed { get; init; }

    internal static Anomaly Of(Found found) => new()
    {
        Id = found.Id.ToString("N"), Metric = found.Metric, Dimension = Named(found.Dimension), DimensionValue = found.Dimension.Length == 0 ? null : found.Value,
        Kind = found.Kind, StartedAt = found.StartedAt, DetectedAt = found.DetectedAt, EndedAt = found.EndedAt, Minutes = found.Minutes, Value = found.Observed,
        Expected = found.Expected, Lower = found.Lower, Upper = found.Upper, Score = found.Score, Status = found.Status, Explanation = found.Explanation,
        Note = found.Note, HandledBy = found.HandledBy, Dismissed = found.DismissedAt is not null,
    };

    private static string? Named(string dimension) => dimension.Length == 0 ? null : dimension;
}

/// <summary>Anomalies, the newest first.</summary>
/// <param name="Nodes">This page.</param>
/// <param name="PageInfo">Where it ends.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
/// <param name="OpenCount">How many of the range nobody has looked at, whatever status was asked for.</param>
public sealed record AnomalyConnection(IReadOnlyList<Anomaly> Nodes, PageInfo PageInfo, long TotalCount, long OpenCount)
{
    internal static AnomalyConnection Of(AnomalyPage page) => new([.. page.Anomalies.Select(Anomaly.Of)], PageInfo.Of(page.EndCursor), page.Total, page.Open);
}
