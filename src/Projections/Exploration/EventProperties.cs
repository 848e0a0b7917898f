using Platform.Contracts.Events;

namespace Platform.Projections.Exploration;

/// <summary>An event's circumstances by the names that questions use.</summary>
public static class EventProperties
{
    /// <summary>The properties that the event has.</summary>
    public static IEnumerable<(string Name, string Value)> Of(IVisitorEvent happened) =>
        from column in EventColumns.Text
        let value = column.Value(happened)
        where value is not null
        select (column.Name, value);
}
