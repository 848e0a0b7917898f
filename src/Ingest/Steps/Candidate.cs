using Platform.Contracts.Events;
using Platform.Contracts.Tenants;
using Platform.Contracts.TrackingPlans;

namespace Platform.Ingest.Steps;

/// <summary>An event on its way through the steps; each step fills in what it decides.</summary>
public sealed class Candidate(RawEvent raw, ResolvedSource source, DateTimeOffset receivedAt)
{
    /// <summary>As the adapter understood it.</summary>
    public RawEvent Raw { get; } = raw;

    /// <summary>Who sent it.</summary>
    public ResolvedSource Source { get; } = source;

    /// <summary>When the collector had it, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>Valid time, once the clock is corrected.</summary>
    public DateTimeOffset OccurredAt { get; set; } = receivedAt;

    /// <summary>Circumstances, once enriched.</summary>
    public EventContext Context { get; set; } = new();

    /// <summary>The name that the event will be asked for by.</summary>
    public string EventName => Raw.Kind switch
    {
        EventKind.Page => PageViewed.EventName,
        EventKind.Screen => ScreenViewed.EventName,
        EventKind.Identify => VisitorIdentified.EventName,
        EventKind.Alias => VisitorsLinked.EventName,
        EventKind.Group => VisitorGrouped.EventName,
        _ => Raw.Name ?? "",
    };

    /// <summary>What the tracking plan says, once compared; null where it says nothing of such events.</summary>
    public PlanVerdict? Verdict { get; set; }

    /// <summary>The visitor, once told apart.</summary>
    public string VisitorId { get; set; } = "";
}
