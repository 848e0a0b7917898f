namespace Platform.Contracts.Events;

/// <summary>The stored name of every visitor event; a renamed class keeps the name its events have in the store.</summary>
public static class StoredNames
{
    /// <summary>Stored name → type.</summary>
    public static IReadOnlyDictionary<string, Type> Visitor { get; } = new Dictionary<string, Type>
    {
        [PageViewed.EventName] = typeof(PageViewed),
        [ScreenViewed.EventName] = typeof(ScreenViewed),
        [HeartbeatSent.EventName] = typeof(HeartbeatSent),
        [PageLeft.EventName] = typeof(PageLeft),
        [ActionTracked.EventName] = typeof(ActionTracked),
        [VisitorIdentified.EventName] = typeof(VisitorIdentified),
        [VisitorsLinked.EventName] = typeof(VisitorsLinked),
        [VisitorsUnlinked.EventName] = typeof(VisitorsUnlinked),
        [VisitorGrouped.EventName] = typeof(VisitorGrouped),
    };
}
