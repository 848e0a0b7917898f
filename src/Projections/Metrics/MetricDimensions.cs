using Platform.Contracts.Events;
using Platform.Projections.Questions;

namespace Platform.Projections.Metrics;

/// <summary>By what metrics are told apart, one dimension at a time.</summary>
public static class MetricDimensions
{
    /// <summary>The dimension of totals.</summary>
    public const string None = "";

    /// <summary>Why events were refused.</summary>
    public const string Reason = "reason";

    /// <summary>Values of a dimension that a tenant's series are kept of; what comes later is <see cref="Breakdown.Other"/>.</summary>
    public const int MostValues = 100;

    private const int LongestValue = 200;

    /// <summary>Those of events.</summary>
    public static IReadOnlyList<string> All { get; } = ["event", "country", "device", "channel", "source"];

    /// <summary>Those of sessions.</summary>
    public static IReadOnlyList<string> OfSessions { get; } = ["country", "device", "channel"];

    /// <summary>The event's value of each dimension, the totals first.</summary>
    internal static IEnumerable<(string Dimension, string Value)> Of(IVisitorEvent happened) =>
    [
        (None, ""),
        ("event", Short(happened.Name)),
        ("country", Short(happened.Context.Country)),
        ("device", Short(happened.Context.Device?.Type)),
        ("channel", Short(happened.Context.Channel)),
        ("source", Short(happened.Origin.Source)),
    ];

    // What clients send is kept within what an index takes, and no character is cut in two.
    private static string Short(string? value) => value switch
    {
        null or "" => Breakdown.Missing,
        { Length: <= LongestValue } => value,
        _ => value[..(char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue)],
    };
}
