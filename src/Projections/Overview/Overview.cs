namespace Platform.Projections.Overview;

/// <summary>The key figures of a range and of the one before.</summary>
public sealed record OverviewResult(OverviewFigures Current, OverviewFigures? Previous, DateTimeOffset AsOf);

/// <summary>Key figures: sessions are those with a matching event in the range.</summary>
public sealed record OverviewFigures(
    long Visitors, long Sessions, long Views, long Events, double BounceRate, TimeSpan MeanDuration, double ViewsPerSession);
